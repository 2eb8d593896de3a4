// Asks before a tab with unsaved changes is closed.
import { LeaveDialog } from "../LeaveDialog";
import { useEditorSession } from "../session";
import { useCommandContext } from "../useCommands";
import { dropTab } from "./tabCommands";

export function CloseDialog({ opened }: { opened: boolean }) {
  const session = useEditorSession();
  const context = useCommandContext();
  const stay = () => session.view.setState({ dialog: null });
  const leave = () => {
    stay();
    dropTab(context(), session.flowId);
  };
  return <LeaveDialog opened={opened} onStay={stay} onLeave={leave} />;
}
