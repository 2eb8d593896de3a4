// The bar above the canvas: name and state of the flow, and the commands used most.
import { ActionIcon, Button, Group, Menu, Text, Tooltip } from "@mantine/core";
import IconAlertTriangle from "@tabler/icons-react/dist/esm/icons/IconAlertTriangle.mjs";
import IconCheck from "@tabler/icons-react/dist/esm/icons/IconCheck.mjs";
import IconDots from "@tabler/icons-react/dist/esm/icons/IconDots.mjs";
import IconHistory from "@tabler/icons-react/dist/esm/icons/IconHistory.mjs";
import IconListDetails from "@tabler/icons-react/dist/esm/icons/IconListDetails.mjs";
import { useNavigate } from "@tanstack/react-router";
import { canRedo, canUndo } from "../../core/editorStore";
import { countProblems } from "../../core/problems";
import { useKeysOf } from "../../ui/keymap";
import { lazily } from "../../ui/lazily";
import { command } from "./commands";
import { DraftState } from "./drafts/DraftState";
import classes from "./Editor.module.css";
import { LookSwitch } from "./LookSwitch";
import { PublishButton } from "./publish/PublishButton";
import { useEditor, useEditorSession, useView } from "./session";
import { useCommandContext } from "./useCommands";

const OriginCrumb = lazily(() => import("./tabs/OriginCrumb").then((it) => it.OriginCrumb), 0);

const MENU = [
  "commands",
  "find",
  "outline",
  "usages",
  "dry-run",
  "run-from",
  "run-to",
  "breakpoint",
  "pin",
  "tidy",
  "duplicate",
  "toggle-disabled",
  "select-all",
  "fit",
  "save",
  "discard-draft",
  "import",
  "export",
  "extract",
  "insert-template",
  "template-selection",
  "template-flow",
  "keys",
  "keymap",
];

export function Toolbar() {
  const session = useEditorSession();
  const name = useEditor((state) => state.document.name);
  const hasPalette = useView((view) => view.isPaletteOpen);
  const hasInspector = useView((view) => view.isInspectorOpen);
  const context = useCommandContext();
  const navigate = useNavigate();
  const run = (id: string) => command(id).run(context());
  return (
    <div className={classes.toolbar} role="toolbar" aria-label="Flow">
      <div className={classes.name}>
        <OriginCrumb className={classes.crumb} />
        <Text fw={650} truncate component="h1" fz={14} m={0}>
          {name}
        </Text>
        <DraftState />
      </div>
      <LookSwitch />
      <Group gap={4} wrap="nowrap">
        {session.mayEdit && (
          <IconButton id="toggle-palette" isPressed={hasPalette} onClick={() => run("toggle-palette")} />
        )}
        <IconButton id="toggle-inspector" isPressed={hasInspector} onClick={() => run("toggle-inspector")} />
        <IconButton id="undo" isEnabled={useEditor(canUndo)} onClick={() => run("undo")} />
        <IconButton id="redo" isEnabled={useEditor(canRedo)} onClick={() => run("redo")} />
        <Menu position="bottom-end" shadow="md" width={260}>
          <Menu.Target>
            <ActionIcon variant="subtle" color="gray" size={34} aria-label="More actions">
              <IconDots size={18} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            {MENU.map((id) => (
              <MenuEntry key={id} id={id} onClick={() => run(id)} />
            ))}
            <Menu.Item
              leftSection={<IconListDetails size={16} />}
              onClick={() => navigate({ to: "/runs", search: { flow: session.flowId } })}
            >
              Runs of this flow
            </Menu.Item>
            <Menu.Item
              leftSection={<IconHistory size={16} />}
              onClick={() => navigate({ to: "/flows/$flowId/versions", params: { flowId: session.flowId } })}
            >
              Versions of this flow
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </Group>
      <Group gap="xs" wrap="nowrap">
        <ProblemsButton />
        <PublishButton />
        <RunButton onClick={() => run("run")} isEnabled={session.mayEdit} />
      </Group>
    </div>
  );
}

function RunButton({ onClick, isEnabled }: { onClick: () => void; isEnabled: boolean }) {
  const { icon: Icon, label, keys } = command("run");
  return (
    <Tooltip label={keys[0]}>
      <Button
        leftSection={<Icon size={16} />}
        onClick={onClick}
        disabled={!isEnabled}
        data-testid="run-button"
      >
        {label}
      </Button>
    </Tooltip>
  );
}

interface IconButtonProps {
  id: string;
  isEnabled?: boolean;
  isPressed?: boolean;
  onClick: () => void;
}

function IconButton({ id, isEnabled = true, isPressed, onClick }: IconButtonProps) {
  const { label, icon: Icon } = command(id);
  const keys = useKeysOf(command(id));
  return (
    <Tooltip label={keys[0] ? `${label} (${keys[0]})` : label}>
      <ActionIcon
        variant="subtle"
        color="gray"
        size={34}
        aria-label={label}
        aria-pressed={isPressed}
        disabled={!isEnabled}
        onClick={onClick}
        data-testid={`${id}-button`}
      >
        <Icon size={18} />
      </ActionIcon>
    </Tooltip>
  );
}

function MenuEntry({ id, onClick }: { id: string; onClick: () => void }) {
  const { label, icon: Icon, isEnabled } = command(id);
  const keys = useKeysOf(command(id));
  const context = useCommandContext();
  return (
    <Menu.Item
      disabled={!isEnabled(context())}
      leftSection={<Icon size={16} />}
      rightSection={
        <Text size="xs" c="dimmed">
          {keys[0]}
        </Text>
      }
      onClick={onClick}
    >
      {label}
    </Menu.Item>
  );
}

function ProblemsButton() {
  const { view } = useEditorSession();
  const problems = useView((state) => state.problems);
  const isOpen = useView((state) => state.drawer === "problems");
  const { errors, warnings } = countProblems(problems);
  const text =
    errors > 0
      ? `${errors} ${errors === 1 ? "problem" : "problems"}`
      : warnings > 0
        ? `${warnings} ${warnings === 1 ? "warning" : "warnings"}`
        : "No problems";
  const color =
    errors > 0 ? "var(--oc-st-failed)" : warnings > 0 ? "var(--oc-st-warning)" : "var(--oc-st-success)";
  return (
    <Button
      variant="subtle"
      color="gray"
      aria-expanded={isOpen}
      leftSection={
        problems.length > 0 ? (
          <IconAlertTriangle size={16} color={color} />
        ) : (
          <IconCheck size={16} color={color} />
        )
      }
      onClick={() => view.setState({ drawer: isOpen ? null : "problems" })}
      data-testid="problems-button"
    >
      {text}
    </Button>
  );
}
