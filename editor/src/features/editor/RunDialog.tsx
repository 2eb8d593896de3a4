// Starts a run: asks for the flow's parameters and for machines, then shows the run on the canvas or on its page.
import { Alert, Button, Checkbox, Group, Modal, Stack, Text } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { useStore } from "zustand";
import { ApiError } from "../../api/problem";
import { useStartRun } from "../../api/runs/startRun";
import { benchOf } from "../../core/bench";
import type { FlowParameter } from "../../core/document";
import { type ParameterDrafts, readDrafts, startingDrafts, withoutSecrets } from "../../core/parameters";
import { ParameterInput } from "../../ui/ParameterInput";
import { Failed } from "../../ui/states";
import { BeginAt, useBeginning } from "./BeginAt";
import { lastRuns } from "./lastRun";
import { NO_PLACES, placesBody, RunOn } from "./RunOn";
import { PartNote, partOf } from "./RunPart";
import { type Session, useEditor, useEditorSession } from "./session";
import { showRun } from "./showRun";

export function RunDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Modal opened={opened} onClose={onClose} title="Run this flow">
      <RunForm onClose={onClose} />
    </Modal>
  );
}

const NO_PARAMETERS: { [name: string]: FlowParameter } = {};

function RunForm({ onClose }: { onClose: () => void }) {
  const session = useEditorSession();
  const parameters = useEditor((state) => state.document.parameters) ?? NO_PARAMETERS;
  const start = useStartRun();
  const navigate = useNavigate();
  const [drafts, setDrafts] = useState<ParameterDrafts>(() =>
    startingDrafts(parameters, lastRuns.get(session.flowId)?.parameters),
  );
  const [errors, setErrors] = useState<{ [name: string]: string }>({});
  const names = Object.keys(parameters);
  const [places, setPlaces] = useState(() => lastRuns.get(session.flowId)?.places ?? NO_PLACES);
  const [options, setOptions] = useState<Options>(DEFAULT_OPTIONS);
  const beginning = useBeginning();

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const read = readDrafts(parameters, drafts);
    setErrors(read.errors);
    if (Object.keys(read.errors).length > 0) return;
    start.mutate(
      {
        flow: session.flowId,
        parameters: read.values,
        start: beginning.start,
        ...placesBody(places),
        ...chosen(session, options),
      },
      {
        onSuccess: ({ runId, isOnMany }) => {
          lastRuns.set(session.flowId, { parameters: withoutSecrets(parameters, read.values), places });
          // A run on many machines has no states of its own to lay over the drawing.
          if (isOnMany) navigate({ to: "/runs/$runId", params: { runId } });
          else showRun(session, runId);
          onClose();
        },
        onError: (error) => setErrors(errorsByField(error)),
      },
    );
  };

  const general = start.error && Object.keys(errors).length === 0;
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        {names.length === 0 && (
          <Text size="sm">This flow asks for nothing. It starts as soon as you press Run.</Text>
        )}
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
        <RunOn places={places} error={errors[PLACES]} onChange={setPlaces} />
        <BeginAt {...beginning} />
        <PartNote />
        <RunOptions options={options} onChange={setOptions} />
        {general && <NotStarted session={session} error={start.error} onClose={onClose} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button
            type="submit"
            loading={start.isPending}
            data-testid="run-start"
            data-autofocus={names.length === 0 || undefined}
          >
            Run
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

interface Options {
  usesPins: boolean;
  usesBreakpoints: boolean;
  isPaused: boolean;
}

const DEFAULT_OPTIONS: Options = { usesPins: true, usesBreakpoints: true, isPaused: false };

/** What of the bench goes with the run, and whether it waits before its first node. */
function chosen(session: Session, { usesPins, usesBreakpoints, isPaused }: Options) {
  const { nodes, wires } = session.store.getState().document;
  const bench = benchOf(session.bench.getState(), nodes, wires);
  const part = partOf(session);
  const pins = { ...part.pins, ...(usesPins ? bench.pins : {}) };
  const breakpoints = [...part.breakpoints, ...(usesBreakpoints ? bench.breakpoints : [])];
  return {
    ...(Object.keys(pins).length > 0 ? { pins } : {}),
    ...(breakpoints.length > 0 ? { breakpoints } : {}),
    ...(isPaused ? { pause: true } : {}),
    ...(session.view.getState().isActive ? {} : { isTest: true }),
  };
}

function RunOptions({ options, onChange }: { options: Options; onChange: (options: Options) => void }) {
  const { bench } = useEditorSession();
  const { nodes, wires } = useEditor((state) => state.document);
  const state = useStore(bench);
  const { breakpoints, pins } = benchOf(state, nodes, wires);
  const pinned = Object.keys(pins).length;
  return (
    <Stack gap={6}>
      {pinned > 0 && (
        <Checkbox
          label={`Use pinned outputs (${pinned})`}
          checked={options.usesPins}
          onChange={(event) => onChange({ ...options, usesPins: event.currentTarget.checked })}
          data-testid="run-pins"
        />
      )}
      {breakpoints.length > 0 && (
        <Checkbox
          label={`Stop at breakpoints (${breakpoints.length})`}
          checked={options.usesBreakpoints}
          onChange={(event) => onChange({ ...options, usesBreakpoints: event.currentTarget.checked })}
          data-testid="run-breakpoints"
        />
      )}
      <Checkbox
        label="Pause before the first node"
        checked={options.isPaused}
        onChange={(event) => onChange({ ...options, isPaused: event.currentTarget.checked })}
        data-testid="run-paused"
      />
    </Stack>
  );
}

function NotStarted({ session, error, onClose }: { session: Session; error: Error; onClose: () => void }) {
  if (!(error instanceof ApiError) || error.code !== "invalid_flow") {
    return <Failed what="The run did not start" error={error} />;
  }
  const showProblems = () => {
    session.view.setState({ drawer: "problems" });
    onClose();
  };
  return (
    <Alert color="red" variant="light" title="This flow cannot run yet" role="alert">
      <Stack gap="xs" align="flex-start">
        <Text size="sm">Some nodes have problems that have to be solved first.</Text>
        <Button size="xs" variant="default" onClick={showProblems}>
          Show the problems
        </Button>
      </Stack>
    </Alert>
  );
}

/** No parameter is called so. */
const PLACES = "targets/";

/** What the server says, by parameter, and of the machines together. */
function errorsByField(error: Error): { [name: string]: string } {
  if (!(error instanceof ApiError)) return {};
  const isKnown = error.code === "invalid_parameters";
  const found = error.errors.flatMap(({ field, message }) => {
    if (/^targets(\/|$)/.test(field)) return [[PLACES, message] as const];
    return isKnown ? [[field.replace(/^parameters[/.]/, ""), message] as const] : [];
  });
  return Object.fromEntries(found);
}
