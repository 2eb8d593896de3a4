// The variables in reach of a pause, and what is to change in them when the run goes on.
import { Badge, Button, Code, Group, NativeSelect, Stack, Table, Text, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useStore } from "zustand";
import type { Bench } from "../../../core/bench";
import { isObject, type Json } from "../../../core/document";
import { jsonText, readJson } from "../../../core/jsonText";
import { JsonInput } from "../../../ui/JsonInput";
import { JsonTree } from "../../../ui/JsonTree";

export function PausedVariables({ variables, bench }: { variables: Json; bench: Bench }) {
  const edits = useStore(bench, (state) => state.edits.variables);
  const [name, setName] = useState<string | null>(null);
  const entries = isObject(variables) ? Object.entries(variables) : [];
  const chosen = entries.find(([known]) => known === name)?.[1];
  const remove = (gone: string) =>
    bench.setState((state) => ({
      edits: { ...state.edits, variables: edits.filter((item) => item.name !== gone) },
    }));
  return (
    <section aria-label="Variables at the pause">
      <Group justify="space-between" mb={4}>
        <Text size="sm" fw={650}>
          Variables
        </Text>
        <Button size="compact-xs" variant="default" onClick={() => setName("")} data-testid="variable-add">
          Set a variable
        </Button>
      </Group>
      {name !== null && (
        <EditForm key={name} name={name} value={chosen} bench={bench} onClose={() => setName(null)} />
      )}
      <Table fz="sm" verticalSpacing={4} data-testid="paused-variables">
        <Table.Tbody>
          {entries.map(([known, value]) => (
            <Table.Tr key={known}>
              <Table.Td w={150}>
                <Code>{known}</Code>
              </Table.Td>
              <Table.Td>
                <JsonTree value={value} />
              </Table.Td>
              <Table.Td w={80}>
                <Button
                  size="compact-xs"
                  variant="subtle"
                  aria-label={`Change ${known}`}
                  onClick={() => setName(known)}
                >
                  Change
                </Button>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {edits.map((edit) => (
        <Group key={`${edit.scope}/${edit.name}`} gap="xs" mt={4}>
          <Badge variant="light" tt="none">
            {edit.name} will be {JSON.stringify(edit.value).slice(0, 60)}
          </Badge>
          <Button size="compact-xs" variant="subtle" onClick={() => remove(edit.name)}>
            Take back
          </Button>
        </Group>
      ))}
    </section>
  );
}

interface FormProps {
  name: string;
  value: Json | undefined;
  bench: Bench;
  onClose: () => void;
}

function EditForm({ name: start, value, bench, onClose }: FormProps) {
  const [name, setName] = useState(start);
  const [scope, setScope] = useState("job");
  const [text, setText] = useState(jsonText(value));
  const read = readJson(text);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (read.value === undefined || name === "") return;
    bench.edit({ name, scope, value: read.value });
    onClose();
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="xs" mt="sm">
        <Group gap="xs" grow>
          <TextInput
            size="xs"
            label="Name"
            value={name}
            readOnly={start !== ""}
            onChange={(event) => setName(event.currentTarget.value)}
            data-testid="variable-name"
          />
          <NativeSelect
            size="xs"
            label="Reach"
            data={[
              { value: "job", label: "The whole run" },
              { value: "step", label: "This path" },
            ]}
            value={scope}
            onChange={(event) => setScope(event.currentTarget.value)}
          />
        </Group>
        <JsonInput label="Value" text={text} onChange={setText} data-testid="variable-value" />
        <Group gap="xs">
          <Button
            type="submit"
            size="compact-sm"
            disabled={read.value === undefined || name === ""}
            data-testid="variable-set"
          >
            Set when it goes on
          </Button>
          <Button size="compact-sm" variant="default" onClick={onClose}>
            Cancel
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
