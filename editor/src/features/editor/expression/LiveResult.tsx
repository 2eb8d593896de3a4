// What a piece of code comes to with the example data: one line under the field.
import { Group, Text } from "@mantine/core";
import { useEffect } from "react";
import { useValue } from "../../../api/flows/evaluate";
import type { Json } from "../../../core/document";
import { type Found, secretIn } from "../../../core/probe";
import type { LiveProps } from "../../../ui/form/formContext";
import { useDebouncedValue } from "../../../ui/useDebouncedValue";
import { useNodeSample } from "../sample/useSample";
import { useEditorSession } from "../session";
import classes from "./Expression.module.css";
import { RoundSwitch } from "./RoundSwitch";

const PAUSE_MS = 350;

export interface Live {
  found?: Found;
  secret?: string;
  isPending: boolean;
  error: Error | null;
}

/** Asks for the value a moment after the last key; never where a secret would be needed. */
export function useLive(kind: LiveProps["kind"], code: string): Live {
  const { catalog } = useEditorSession();
  const { document, sample } = useNodeSample();
  const text = useDebouncedValue(code, PAUSE_MS);
  const secret = secretIn(text, document);
  const value: Json = kind === "expression" ? { $expr: text } : text;
  const isWanted = text.trim() !== "" && secret === undefined;
  const { data, isPending, error } = useValue(value, text, { document, catalog, sample }, isWanted);
  return { found: isWanted ? data : undefined, secret, isPending: isWanted && isPending, error };
}

export function LiveResult({ kind, code, onPlace }: LiveProps) {
  const { found, secret, isPending, error } = useLive(kind, code);
  const { rounds } = useNodeSample();
  const message = found?.message;
  const at = found?.at;
  useEffect(() => {
    onPlace?.(message === undefined || at === undefined ? undefined : { message, at });
  }, [onPlace, message, at]);
  return (
    <div className={classes.live} data-testid="live-result">
      <Group gap={6} wrap="nowrap" align="baseline">
        <Text span size="xs" c="dimmed">
          =
        </Text>
        <Line found={found} secret={secret} isPending={isPending} error={error} />
      </Group>
      {rounds.length > 0 && <RoundSwitch />}
    </div>
  );
}

/** The value on one line, or why there is none. */
export function Line({ found, secret, isPending, error }: Live) {
  if (secret) return <Text size="xs">{secret} is secret; its value is only there when the flow runs.</Text>;
  if (error) return <Text size="xs">No result: {error.message}</Text>;
  if (found?.message) {
    return (
      <Text size="xs" c="var(--oc-st-failed)">
        {found.message}
      </Text>
    );
  }
  if (found?.value !== undefined) return <code className={classes.value}>{brief(found.value)}</code>;
  return (
    <Text size="xs" c="dimmed">
      {isPending ? "Working it out…" : "…"}
    </Text>
  );
}

const SHOWN = 300;

export function brief(value: Json): string {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  if (text === "") return "(empty text)";
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
}
