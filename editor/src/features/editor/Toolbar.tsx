// The bar above the canvas: name and state of the flow, and the commands used most.
import { ActionIcon, Button, Group, Menu, Text, Tooltip } from "@mantine/core";
import IconAlertTriangle from "@tabler/icons-react/dist/esm/icons/IconAlertTriangle.mjs";
import IconCheck from "@tabler/icons-react/dist/esm/icons/IconCheck.mjs";
import IconDots from "@tabler/icons-react/dist/esm/icons/IconDots.mjs";
import IconListDetails from "@tabler/icons-react/dist/esm/icons/IconListDetails.mjs";
import { Link, useNavigate } from "@tanstack/react-router";
import { canRedo, canUndo, isDirty } from "../../core/editorStore";
import { countProblems } from "../../core/problems";
import { command } from "./commands";
import classes from "./Editor.module.css";
import { useEditor, useEditorSession, useView } from "./session";
import { useCommandContext } from "./useCommands";

const MENU = [
  "dry-run",
  "breakpoint",
  "pin",
  "tidy",
  "duplicate",
  "toggle-disabled",
  "select-all",
  "fit",
  "import",
  "export",
  "keys",
];

export function Toolbar() {
  const session = useEditorSession();
  const name = useEditor((state) => state.document.name);
  const version = useEditor((state) => state.version);
  const dirty = useEditor(isDirty);
  const isSaving = useView((view) => view.isSaving);
  const hasPalette = useView((view) => view.isPaletteOpen);
  const hasInspector = useView((view) => view.isInspectorOpen);
  const context = useCommandContext();
  const navigate = useNavigate();
  const run = (id: string) => command(id).run(context());
  return (
    <div className={classes.toolbar} role="toolbar" aria-label="Flow">
      <div className={classes.name}>
        <Link to="/flows" className={classes.crumb}>
          Flows
        </Link>
        <span aria-hidden="true">/</span>
        <Text fw={650} truncate component="h1" fz={14} m={0}>
          {name}
        </Text>
        <Text size="xs" c="dimmed" className={classes.state} data-testid="save-state">
          {dirty ? "Unsaved changes" : `Version ${version}`}
        </Text>
      </div>
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
          </Menu.Dropdown>
        </Menu>
      </Group>
      <Group gap="xs" wrap="nowrap">
        <ProblemsButton />
        <Tooltip label="Ctrl+S">
          <Button
            variant="default"
            onClick={() => run("save")}
            disabled={!dirty || !session.mayEdit}
            loading={isSaving}
            data-testid="save-button"
          >
            Save
          </Button>
        </Tooltip>
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
  const { label, icon: Icon, keys } = command(id);
  return (
    <Tooltip label={`${label} (${keys[0]})`}>
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
  const { label, icon: Icon, keys } = command(id);
  return (
    <Menu.Item
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
