// What stands in the place of the list of nodes for a while: outline, search, usages.
import { ActionIcon, Text } from "@mantine/core";
import IconX from "@tabler/icons-react/dist/esm/icons/IconX.mjs";
import { lazily } from "../../ui/lazily";
import { focusCanvas } from "./focus";
import classes from "./SidePanel.module.css";
import { type Side, useEditorSession } from "./session";

const OutlinePanel = lazily(() => import("./outline/OutlinePanel"));
const FindPanel = lazily(() => import("./find/FindPanel"));
const UsagesPanel = lazily(() => import("./find/UsagesPanel"));

const TITLES: { [side in NonNullable<Side>]: string } = {
  outline: "Outline",
  find: "Find in this flow",
  usages: "Usages",
};

export function SidePanel({ side }: { side: NonNullable<Side> }) {
  const { view } = useEditorSession();
  const close = () => {
    view.setState({ side: null });
    focusCanvas();
  };
  return (
    <aside
      className={classes.side}
      aria-label={TITLES[side]}
      data-testid={`side-${side}`}
      onKeyDown={(event) => {
        if (event.key === "Escape") close();
      }}
    >
      <div className={classes.head}>
        <Text component="h2" fw={650} size="sm" m={0}>
          {TITLES[side]}
        </Text>
        <ActionIcon variant="subtle" color="gray" size={28} aria-label="Close" onClick={close}>
          <IconX size={16} />
        </ActionIcon>
      </div>
      {side === "outline" && <OutlinePanel />}
      {side === "find" && <FindPanel />}
      {side === "usages" && <UsagesPanel />}
    </aside>
  );
}
