// Another payload for the node that a run is paused before.
import { Button, Group } from "@mantine/core";
import { useState } from "react";
import type { Bench } from "../../../core/bench";
import { isObject, type Json } from "../../../core/document";
import { jsonText, readJson } from "../../../core/jsonText";
import { JsonInput } from "../../../ui/JsonInput";

interface Props {
  bench: Bench;
  payload: Json | undefined;
  message: Json;
}

export function PayloadEdit({ bench, payload, message }: Props) {
  const [text, setText] = useState<string | null>(payload === undefined ? null : jsonText(payload));
  const set = (next: Json | undefined) =>
    bench.setState(({ edits: { variables } }) => ({
      edits: next === undefined ? { variables } : { variables, payload: next },
    }));
  if (text === null) {
    const start = isObject(message) ? message.payload : message;
    return (
      <Button size="compact-xs" variant="default" mt="xs" onClick={() => setText(jsonText(start ?? null))}>
        Change the payload
      </Button>
    );
  }
  const onChange = (next: string) => {
    setText(next);
    const { value, error } = readJson(next);
    if (!error) set(value);
  };
  return (
    <>
      <JsonInput
        label="Payload"
        description="Taken when the run goes on"
        text={text}
        onChange={onChange}
        data-testid="payload-edit"
      />
      <Group mt={4}>
        <Button
          size="compact-xs"
          variant="subtle"
          onClick={() => {
            set(undefined);
            setText(null);
          }}
        >
          Leave it as it came
        </Button>
      </Group>
    </>
  );
}
