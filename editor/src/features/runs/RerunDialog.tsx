// Starts a new run with the values of an old one, changed where wanted, on the same or the newest version.
import { Button, Group, SegmentedControl, Stack, Text } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { ApiError } from "../../api/problem";
import { useRerun } from "../../api/runs/rerunRun";
import type { FlowParameter } from "../../core/document";
import { readJson } from "../../core/jsonText";
import { type ParameterDrafts, readDrafts, startingDrafts } from "../../core/parameters";
import type { RunDetail } from "../../core/run";
import { machinesText } from "../../core/selectors";
import { JsonInput } from "../../ui/JsonInput";
import { ParameterInput } from "../../ui/ParameterInput";
import { Failed } from "../../ui/states";

const NO_PARAMETERS: { [name: string]: FlowParameter } = {};

interface Props {
  run: RunDetail;
  /** It is run again only where it did not complete: on so many machines. */
  undone?: number;
  onClose: () => void;
}

export default function RerunForm({ run, undone, onClose }: Props) {
  const parameters = run.document.parameters ?? NO_PARAMETERS;
  const names = Object.keys(parameters);
  const rerun = useRerun();
  const navigate = useNavigate();
  const [version, setVersion] = useState<"same" | "latest">("same");
  const [start] = useState(() => startingDrafts(parameters, run.parameters));
  const [drafts, setDrafts] = useState<ParameterDrafts>(start);
  const [errors, setErrors] = useState<{ [name: string]: string }>({});
  const [input, setInput] = useState("");
  const readInput = readJson(input);
  const isChanged = names.some((name) => drafts[name] !== start[name]);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const read = isChanged ? readDrafts(parameters, drafts) : { values: undefined, errors: {} };
    setErrors(read.errors);
    if (Object.keys(read.errors).length > 0 || readInput.error) return;
    rerun.mutate(
      {
        run: run.id,
        version,
        parameters: read.values,
        input: readInput.value,
        failed_targets: undone === undefined ? undefined : true,
      },
      {
        onSuccess: ({ run_id }) => {
          onClose();
          navigate({ to: "/runs/$runId", params: { runId: run_id } });
        },
        onError: (error) => setErrors(errorsByName(error)),
      },
    );
  };

  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        {undone !== undefined && (
          <Text size="sm">
            It runs on {machinesText(undone)} where it did not complete, and leaves the others as they are.
          </Text>
        )}
        <SegmentedControl
          aria-label="Version"
          data={[
            {
              value: "same",
              label: run.flow_version === null ? "As it was" : `Version ${run.flow_version}, as it was`,
            },
            { value: "latest", label: "The newest version" },
          ]}
          value={version}
          onChange={(next) => setVersion(next as "same" | "latest")}
        />
        {names.length === 0 && <Text size="sm">This flow asks for no parameters.</Text>}
        {names.map((name) => (
          <ParameterInput
            key={name}
            name={name}
            parameter={parameters[name] ?? { type: "string" }}
            value={drafts[name] ?? ""}
            error={errors[name]}
            onChange={(text) => setDrafts((now) => ({ ...now, [name]: text }))}
          />
        ))}
        {names.some((name) => parameters[name]?.secret) && (
          <Text size="xs" c="dimmed">
            Secret values are not shown. They are used again unless you change a parameter; then type them
            too.
          </Text>
        )}
        <JsonInput
          label="First message"
          description="As JSON; empty keeps the one it had"
          text={input}
          minRows={2}
          onChange={setInput}
          data-testid="rerun-input"
        />
        {rerun.error && Object.keys(errors).length === 0 && (
          <Failed what="The run did not start" error={rerun.error} />
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={rerun.isPending} data-testid="rerun-submit" data-autofocus>
            Run
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function errorsByName(error: Error): { [name: string]: string } {
  if (!(error instanceof ApiError) || error.code !== "invalid_parameters") return {};
  return Object.fromEntries(
    error.errors.map((item) => [item.field.replace(/^parameters[/.]/, ""), item.message]),
  );
}
