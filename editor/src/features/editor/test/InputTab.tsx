// What comes into the node in a test: data of a run, and whatever is typed in its place.
import { Button, Group, Stack, Text } from "@mantine/core";
import { useStore } from "zustand";
import type { FlowParameter, Json } from "../../../core/document";
import { jsonText } from "../../../core/jsonText";
import { parseParameter } from "../../../core/parameters";
import { NO_INPUTS, type TestInputs } from "../../../core/testInputs";
import { JsonInput } from "../../../ui/JsonInput";
import { JsonTree } from "../../../ui/JsonTree";
import { ParameterInput } from "../../../ui/ParameterInput";
import { PickerInput } from "../../../ui/pick/PickerInput";
import { RoundSwitch } from "../expression/RoundSwitch";
import { Origin } from "../sample/Origin";
import { useNodeSample } from "../sample/useSample";
import { useEditor, useEditorSession } from "../session";

type TextName = "message" | "variables" | "nodes";

const TEXTS: readonly { name: TextName; label: string; description: string }[] = [
  { name: "message", label: "Message", description: "What comes in by the wire" },
  { name: "nodes", label: "Earlier outputs", description: "What nodes before this one gave, by their id" },
  { name: "variables", label: "Variables", description: "By name" },
];

export default function InputTab({ id }: { id: string }) {
  const { samples } = useEditorSession();
  const inputs = useStore(samples, (state) => state.inputs[id]) ?? NO_INPUTS;
  const { sample, rounds } = useNodeSample();
  const values: Readonly<Partial<Record<TextName, Json>>> = sample;
  return (
    <Stack gap="md" data-testid="input-tab">
      <Text size="sm" c="dimmed">
        Expressions are shown, and this node is tested, with this data.
      </Text>
      <Origin />
      {rounds.length > 0 && (
        <Group justify="space-between">
          <Text size="sm" fw={500}>
            Round of the loop
          </Text>
          <RoundSwitch />
        </Group>
      )}
      {TEXTS.map(({ name, label, description }) => (
        <Typed
          key={name}
          label={label}
          description={description}
          text={inputs[name]}
          value={values[name]}
          onText={(text) => samples.type(id, { [name]: text })}
          testId={`test-${name}`}
        />
      ))}
      <Parameters inputs={inputs} onChange={(parameters) => samples.type(id, { parameters })} />
      <PickerInput
        kind="Target"
        label="Target"
        description="Works on this machine in place of the node's own"
        placeholder="The node's own"
        value={inputs.target}
        onText={(target) => samples.type(id, { target })}
        data-testid="test-target"
      />
    </Stack>
  );
}

interface TypedProps {
  label: string;
  description: string;
  text: string;
  value: Json | undefined;
  onText: (text: string) => void;
  testId: string;
}

function Typed({ label, description, text, value, onText, testId }: TypedProps) {
  const isEmpty = value === undefined || JSON.stringify(value) === "{}";
  if (text === "" && !isEmpty) {
    return (
      <section aria-label={label}>
        <Group justify="space-between" mb={4}>
          <Text size="sm" fw={500}>
            {label}
          </Text>
          <Button
            size="compact-xs"
            variant="default"
            onClick={() => onText(jsonText(value))}
            data-testid={`${testId}-edit`}
          >
            Edit
          </Button>
        </Group>
        <JsonTree value={value} data-testid={`${testId}-value`} />
      </section>
    );
  }
  return (
    <div>
      <JsonInput
        label={label}
        description={description}
        placeholder="{}"
        text={text}
        minRows={2}
        onChange={onText}
        data-testid={testId}
      />
      {text !== "" && (
        <Button size="compact-xs" variant="subtle" color="gray" mt={4} onClick={() => onText("")}>
          Take it from the run again
        </Button>
      )}
    </div>
  );
}

const NONE: { [name: string]: FlowParameter } = {};

function Parameters({
  inputs,
  onChange,
}: {
  inputs: TestInputs;
  onChange: (parameters: TestInputs["parameters"]) => void;
}) {
  const declared = useEditor((state) => state.document.parameters) ?? NONE;
  const { sample } = useNodeSample();
  const entries = Object.entries(declared);
  if (entries.length === 0) return null;
  return (
    <Stack gap="xs" component="section" aria-label="Parameters">
      <Text size="sm" fw={500}>
        Parameters
      </Text>
      {entries.map(([name, parameter]) => {
        const typed = inputs.parameters[name] ?? "";
        const known = parameter.secret ? undefined : sample.parameters[name];
        return (
          <ParameterInput
            key={name}
            name={name}
            parameter={typed === "" && known !== undefined ? { ...parameter, default: known } : parameter}
            value={typed}
            error={typed === "" ? undefined : parseParameter(typed, parameter).error}
            onChange={(text) => onChange({ ...inputs.parameters, [name]: text })}
          />
        );
      })}
    </Stack>
  );
}
