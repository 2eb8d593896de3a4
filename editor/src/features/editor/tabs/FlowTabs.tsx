// The tabs above the editor: the flows that are open, with a dot where something is not published.
import { UnstyledButton } from "@mantine/core";
import IconX from "@tabler/icons-react/dist/esm/icons/IconX.mjs";
import { useStore } from "zustand";
import type { EditorState } from "../../../core/editorStore";
import { changesOf } from "../publish/useChanges";
import { useEditorSession } from "../session";
import { useCommandContext } from "../useCommands";
import classes from "./FlowTabs.module.css";
import { openFlows, openSession, type Tab } from "./openFlows";
import { leaveTab } from "./tabCommands";

export function FlowTabs() {
  const tabs = useStore(openFlows, (state) => state.tabs);
  if (tabs.length < 2) return null;
  return (
    <nav className={classes.tabs} aria-label="Open flows" data-testid="flow-tabs">
      {tabs.map((tab) => (
        <TabItem key={tab.id} tab={tab} />
      ))}
    </nav>
  );
}

const NEVER = { getState: () => false, getInitialState: () => false, subscribe: () => () => undefined };

const hasChanges = (state: EditorState) => changesOf(state).length > 0;

function TabItem({ tab }: { tab: Tab }) {
  const { flowId } = useEditorSession();
  const context = useCommandContext();
  const store = openSession(tab.id)?.store;
  const isUnpublished = useStore(store ?? (NEVER as never), store ? hasChanges : () => false);
  const isActive = tab.id === flowId;
  return (
    <span className={classes.tab} data-active={isActive || undefined}>
      <UnstyledButton
        className={classes.name}
        aria-current={isActive ? "page" : undefined}
        onClick={() => context().openFlow(tab.id)}
        data-testid={`tab-${tab.id}`}
      >
        {tab.name}
        {isUnpublished && (
          <span className={classes.dot} role="img" aria-label="not published" title="Not published" />
        )}
      </UnstyledButton>
      <UnstyledButton
        className={classes.close}
        aria-label={`Close ${tab.name}`}
        onClick={() => leaveTab(context(), tab.id)}
      >
        <IconX size={14} aria-hidden="true" />
      </UnstyledButton>
    </span>
  );
}
