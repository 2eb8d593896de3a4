// What is typed into the form of a target, with what is wrong at each field: our own words once it was sent, the server's
// until the field is changed.
import { useState } from "react";
import { fieldErrors } from "../../../api/problem";
import {
  readTarget,
  TARGET_FIELDS,
  type Target,
  type TargetDraft,
  type TargetErrors,
  targetDraft,
} from "../../../core/targets";

export interface DraftFields {
  draft: TargetDraft;
  errors: TargetErrors;
  change: (next: Partial<TargetDraft>) => void;
}

export function useTargetDraft(stored: Target | undefined) {
  const [draft, setDraft] = useState(() => targetDraft(stored));
  const [isChecked, setChecked] = useState(false);
  const [refused, setRefused] = useState<TargetErrors>({});
  const read = readTarget(draft);
  const fields: DraftFields = {
    draft,
    errors: { ...(isChecked ? read.errors : {}), ...refused },
    change: (next) => {
      setDraft((now) => ({ ...now, ...next }));
      const changed = Object.keys(next);
      setRefused((now) =>
        Object.fromEntries(Object.entries(now).filter(([name]) => !changed.includes(name))),
      );
    },
  };
  return {
    fields,
    body: read.body,
    /** Whether the body may be sent. */
    check: () => {
      setChecked(true);
      setRefused({});
      return Object.keys(read.errors).length === 0;
    },
    refuse: (error: unknown) => setRefused(fieldErrors(error, TARGET_FIELDS)),
    say: (errors: TargetErrors) => setRefused(errors),
  };
}
