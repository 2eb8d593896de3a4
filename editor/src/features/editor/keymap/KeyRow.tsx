// One action and its keys: listens for new ones, chords too, and takes them when nothing more is pressed.
import { ActionIcon, Group, Kbd, Text } from "@mantine/core";
import IconPencil from "@tabler/icons-react/dist/esm/icons/IconPencil.mjs";
import IconRotate2 from "@tabler/icons-react/dist/esm/icons/IconRotate2.mjs";
import IconX from "@tabler/icons-react/dist/esm/icons/IconX.mjs";
import { memo, useState } from "react";
import { strokeOf } from "../../../core/keys";
import { keymap } from "../../../ui/keymap";
import classes from "./Keymap.module.css";

interface Props {
  id: string;
  label: string;
  keys: readonly string[];
  isChanged: boolean;
}

export const KeyRow = memo(function KeyRow({ id, label, keys, isChanged }: Props) {
  const [isListening, setListening] = useState(false);
  return (
    <li className={classes.row} data-testid={`keymap-${id}`}>
      <span className={classes.label}>{label}</span>
      {isListening ? (
        <Recorder
          label={label}
          onDone={(recorded) => {
            setListening(false);
            if (recorded) keymap.setKeys(id, [recorded]);
          }}
        />
      ) : (
        <Group gap={6} justify="flex-end" wrap="nowrap">
          {keys.map((item) => (
            <Kbd key={item} size="xs">
              {item}
            </Kbd>
          ))}
          {keys.length === 0 && (
            <Text size="xs" c="dimmed">
              none
            </Text>
          )}
          <RowButton label={`Change the keys of ${label}`} onClick={() => setListening(true)}>
            <IconPencil size={14} />
          </RowButton>
          <RowButton
            label={`Take the keys off ${label}`}
            onClick={() => keymap.setKeys(id, [])}
            isEnabled={keys.length > 0}
          >
            <IconX size={14} />
          </RowButton>
          <RowButton
            label={`Reset the keys of ${label}`}
            onClick={() => keymap.resetKeys(id)}
            isEnabled={isChanged}
          >
            <IconRotate2 size={14} />
          </RowButton>
        </Group>
      )}
    </li>
  );
});

interface ButtonProps {
  label: string;
  onClick: () => void;
  isEnabled?: boolean;
  children: React.ReactNode;
}

function RowButton({ label, onClick, isEnabled = true, children }: ButtonProps) {
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size={24}
      aria-label={label}
      title={label}
      disabled={!isEnabled}
      onClick={onClick}
    >
      {children}
    </ActionIcon>
  );
}

const MOST_STROKES = 2;

function Recorder({ label, onDone }: { label: string; onDone: (keys: string | undefined) => void }) {
  const [heard, setHeard] = useState<string[]>([]);
  const done = () => onDone(heard.length > 0 ? heard.join(" ") : undefined);
  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.key === "Tab") return;
    event.preventDefault();
    event.stopPropagation();
    const isPlain = !event.ctrlKey && !event.altKey && !event.metaKey && !event.shiftKey;
    if (event.key === "Escape" && isPlain) return onDone(undefined);
    if (event.key === "Enter" && isPlain && heard.length > 0) return done();
    const stroke = strokeOf({ ...pressOf(event), code: event.code });
    if (stroke) setHeard((before) => [...before, stroke].slice(-MOST_STROKES));
  };
  return (
    <input
      className={classes.recorder}
      aria-label={`New keys of ${label}`}
      placeholder="Press keys, then Enter"
      value={heard.join(" ")}
      readOnly
      // biome-ignore lint/a11y/noAutofocus: a person has just asked to press keys here
      autoFocus
      onKeyDown={onKeyDown}
      onBlur={done}
      data-testid="keymap-recorder"
    />
  );
}

function pressOf({ key, ctrlKey, metaKey, shiftKey, altKey }: React.KeyboardEvent) {
  return { key, ctrlKey, metaKey, shiftKey, altKey };
}
