// The way back from a subflow to the flow it was opened from.
import { UnstyledButton } from "@mantine/core";
import { useStore } from "zustand";
import { useEditorSession } from "../session";
import { useCommandContext } from "../useCommands";
import { openFlows } from "./openFlows";

export function OriginCrumb({ className }: { className: string | undefined }) {
  const { flowId } = useEditorSession();
  const context = useCommandContext();
  const origin = useStore(openFlows, (state) => state.origins[flowId]);
  const name = useStore(openFlows, (state) => state.tabs.find((tab) => tab.id === origin)?.name);
  if (!origin || !name) return null;
  return (
    <>
      <UnstyledButton
        className={className}
        onClick={() => context().openFlow(origin)}
        data-testid="crumb-origin"
      >
        {name}
      </UnstyledButton>
      <span aria-hidden="true">/</span>
    </>
  );
}
