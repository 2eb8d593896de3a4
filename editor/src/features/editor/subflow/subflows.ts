// Going to the flow that a node runs, and giving a node a copy of it.

import { client } from "../../../api/client";
import { getFlow } from "../../../api/flows/getFlow";
import type { FlowDetail } from "../../../api/flows/types";
import { toast, toastFailure } from "../../../ui/toast";
import type { CommandContext } from "../command";

/** The server finds a flow by its id or by its name. */
export async function openSubflow(
  { openFlow }: Pick<CommandContext, "openFlow">,
  name: string,
): Promise<void> {
  try {
    openFlow((await getFlow(name)).id, true);
  } catch (error) {
    toastFailure(`The flow “${name}” could not be opened`, error);
  }
}

/** The call gets a copy that belongs to nobody else; changes of it reach no other flow. */
export async function detachCopy({ session }: CommandContext, node: string, name: string): Promise<void> {
  try {
    const { document } = await getFlow(name);
    const owner = session.store.getState().document.name;
    const copy = { ...document, name: `${document.name} (${owner})`.slice(0, 250) };
    const created = await client.json<FlowDetail>("/flows", { method: "POST", body: { document: copy } });
    session.store.getState().apply({ kind: "setConfig", node, path: ["flow"], value: created.name });
    toast(`This node runs “${created.name}” now, a copy of its own.`);
  } catch (error) {
    toastFailure("No copy was made", error);
  }
}
