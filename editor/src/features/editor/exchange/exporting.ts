// The open flow as a file, alone or with the flows it runs. Values of secrets stay here.
import { getFlow } from "../../../api/flows/getFlow";
import { callsOf, withCalled } from "../../../core/called";
import type { FlowDocument } from "../../../core/document";
import { fileOf } from "../../../core/flowList";
import { withoutSecrets } from "../../../core/secrets";
import { downloadText } from "../../../ui/files";
import { toast } from "../../../ui/toast";
import type { Session } from "../session";

/** A flow that runs no other is written at once; else it is asked whether the others come along. */
export function beginExport(session: Session): void {
  const { document } = session.store.getState();
  if (callsOf(document, session.catalog).length === 0) exportFlows(session, [document]);
  else session.view.setState({ dialog: "export" });
}

export async function exportWithCalled(session: Session): Promise<void> {
  const { document } = session.store.getState();
  const read = async (flow: string) => (await getFlow(flow)).document;
  const { flows, missing } = await withCalled(document, session.catalog, read);
  exportFlows(session, flows);
  if (missing.length > 0) toast(`Not in the file, because they could not be read: ${missing.join(", ")}.`);
}

export function exportFlows(session: Session, flows: readonly FlowDocument[]): void {
  const { name, value } = fileOf(flows.map((flow) => withoutSecrets(flow, session.catalog)));
  downloadText(name, `${JSON.stringify(value, null, 2)}\n`);
}
