// What the forms of a node are helped with: names in scope, live values, the large editor, names used elsewhere.
import { useEffect, useMemo, useRef } from "react";
import { useGlobals } from "../../../api/variables/listGlobals";
import { type Scope, scopeOf } from "../../../core/scope";
import { isPlain } from "../../../core/selectors";
import { textsOf } from "../../../core/texts";
import type { ExpressionRequest, FormHelp } from "../../../ui/form/formContext";
import { lazily } from "../../../ui/lazily";
import { useNodeSample } from "../sample/useSample";
import { type Session, useEditorSession, useView } from "../session";
import { LiveResult } from "./LiveResult";

const Below = lazily(() => import("../trigger/Below").then((it) => it.Below), 1);

/** Stays the same object while the node is shown, so that no field is drawn again for it. */
export function useFormHelp(open: (request: ExpressionRequest) => void): FormHelp {
  const session = useEditorSession();
  const { node, sample } = useNodeSample();
  const { data: globals } = useGlobals();
  const known = useRef({ sample, globals });
  useEffect(() => {
    known.current = { sample, globals };
  });
  return useMemo(
    () => ({
      Live: LiveResult,
      Below,
      open,
      scope: () => {
        const { document } = session.store.getState();
        const { regions } = session.view.getState();
        return scopeOf({ node, document, regions, catalog: session.catalog, ...known.current });
      },
      names: ({ widget, isNode }) => (isNode ? nodeNames(session, node) : usedNames(session, widget)),
    }),
    [session, node, open],
  );
}

/** The names that the node can use now, as the data comes in. */
export function useScope(): Scope {
  const { catalog } = useEditorSession();
  const { node, document, sample } = useNodeSample();
  const regions = useView((view) => view.regions);
  const { data: globals } = useGlobals();
  return useMemo(
    () => scopeOf({ node, document, regions, catalog, sample, globals }),
    [node, document, regions, catalog, sample, globals],
  );
}

function nodeNames(session: Session, own: string): string[] {
  const { nodes } = session.store.getState().document;
  return nodes.filter((node) => node.id !== own).map((node) => node.id);
}

/** What fields of the same widget hold in the flow. */
function usedNames({ store, catalog }: Session, widget: string | undefined): string[] {
  const texts = store.getState().document.nodes.flatMap((node) => textsOf(node, catalog));
  const used = texts.filter(({ text, schema }) => schema?.["x-ui"]?.widget === widget && isPlain(text));
  return [...new Set(used.map(({ text }) => text))].sort();
}
