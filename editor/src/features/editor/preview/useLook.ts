// A notice with what its code comes to with the example data.
import { useWorked } from "../../../api/flows/evaluate";
import type { Json } from "../../../core/document";
import { codesIn, type Notice } from "../../../core/notice";
import { secretIn } from "../../../core/probe";
import { isExpression } from "../../../core/schema";
import type { Live } from "../expression/LiveResult";
import { useNodeSample } from "../sample/useSample";
import { useEditorSession } from "../session";

/** What code comes to; undefined for what is not code. */
export type Look = (value: Json) => Live | undefined;

/** The notice is the one before, until the new one has been worked out. */
export function useLook(written: Notice): { notice: Notice; look: Look } {
  const { catalog } = useEditorSession();
  const { document, sample, isReady } = useNodeSample();
  const secretOf = (code: Json) => secretIn(isExpression(code) ? code.$expr : String(code), document);
  const open = codesIn(Object.values(written)).filter((code) => secretOf(code) === undefined);
  const { data, error } = useWorked(written, open, { document, catalog, sample }, isReady);
  const notice = data?.whole ?? written;
  const codes = new Set(codesIn(Object.values(notice)).map((code) => JSON.stringify(code)));
  const look = (value: Json) => {
    const key = JSON.stringify(value);
    if (!codes.has(key)) return undefined;
    const found = data?.values.get(key);
    return { found, secret: secretOf(value), isPending: found === undefined, error };
  };
  return { notice, look };
}
