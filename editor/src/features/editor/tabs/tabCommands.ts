// Going through the flows that are open, and closing one.
import IconChevronLeft from "@tabler/icons-react/dist/esm/icons/IconChevronLeft.mjs";
import IconChevronRight from "@tabler/icons-react/dist/esm/icons/IconChevronRight.mjs";
import IconX from "@tabler/icons-react/dist/esm/icons/IconX.mjs";
import { always, type Command, type CommandContext } from "../command";
import { closeTab, openSession, tabBeside } from "./openFlows";

const hasOther = ({ session }: CommandContext) => tabBeside(session.flowId, 1) !== undefined;

function going(id: string, label: string, keys: string, step: -1 | 1, icon: Command["icon"]): Command {
  return {
    id,
    label,
    icon,
    keys: [keys],
    group: "Go",
    scope: "page",
    isEnabled: hasOther,
    run: ({ session, openFlow }) => {
      const next = tabBeside(session.flowId, step);
      if (next) openFlow(next);
    },
  };
}

/** Closes a tab; its draft stays. Where that cannot be kept, one is asked first. */
export function leaveTab({ session, openFlow }: CommandContext, flow: string): void {
  const leaving = openSession(flow);
  if (leaving && !leaving.keeper.keepHere()) {
    leaving.view.setState({ dialog: "close" });
    if (flow !== session.flowId) openFlow(flow);
    return;
  }
  dropTab({ session, openFlow }, flow);
}

/** Closes a tab, and goes to the one beside it. */
export function dropTab(
  { session, openFlow }: Pick<CommandContext, "session" | "openFlow">,
  flow: string,
): void {
  const next = tabBeside(flow, -1);
  closeTab(flow);
  if (flow === session.flowId) openFlow(next ?? "");
}

export const tabCommands: readonly Command[] = [
  going("tab-previous", "Previous tab", "Ctrl+[", -1, IconChevronLeft),
  going("tab-next", "Next tab", "Ctrl+]", 1, IconChevronRight),
  {
    id: "tab-close",
    label: "Close this flow",
    icon: IconX,
    keys: ["Alt+W"],
    group: "Go",
    scope: "page",
    isEnabled: always,
    run: (context) => leaveTab(context, context.session.flowId),
  },
];
