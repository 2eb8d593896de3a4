// What is offered while somebody chooses machines: as little as fits what is typed, a moment after the last key.
import { useMemo } from "react";
import { useFoundTargets } from "../../api/targets/findTargets";
import { useTargetFacets } from "../../api/targets/getFacets";
import { hasBraces, isMany, NOTHING_KNOWN, type SuggestionGroup, suggestionsFor } from "../../core/selectors";
import { useDebouncedValue } from "../../ui/useDebouncedValue";

const PAUSE_MS = 150;
const NONE: readonly string[] = [];

export function useSuggestions(text: string, isOpen: boolean, others = NONE): SuggestionGroup[] {
  const still = useDebouncedValue(text, PAUSE_MS);
  const { data: kinds, isPending } = useTargetFacets(isOpen);
  const found = useFoundTargets(still.trim(), isOpen && !isMany(still) && !hasBraces(still)).data;
  return useMemo(() => {
    const targets = (!isMany(text) && !isPending && found) || NOTHING_KNOWN.targets;
    const { group: groups = [], tag: tags = [] } = kinds ?? {};
    return suggestionsFor(text, { targets, groups, tags, others });
  }, [text, found, kinds, isPending, others]);
}
