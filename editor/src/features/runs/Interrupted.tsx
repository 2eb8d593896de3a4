// Steps that a crash cut off: nobody knows whether they did their work, so a person says it.
import { Alert, Button, Group, Modal, Stack, Text } from "@mantine/core";
import IconAlertTriangle from "@tabler/icons-react/dist/esm/icons/IconAlertTriangle.mjs";
import { type FormEvent, useState } from "react";
import { type InterruptedAnswer, useAnswerInterrupted } from "../../api/runs/answerInterrupted";
import { type InterruptedStep, useInterrupted } from "../../api/runs/listInterrupted";
import { canEdit, useSession } from "../../api/session";
import { formatTime } from "../../core/format";
import { readJson } from "../../core/jsonText";
import type { OverlayStore } from "../../core/overlayStore";
import { JsonInput } from "../../ui/JsonInput";
import { toastFailure } from "../../ui/toast";
import classes from "./Runs.module.css";
import { useOverlay } from "./useOverlay";

interface Props {
  runId: string;
  overlay: OverlayStore;
  titleOf: (node: string) => string;
  onShowNode: (node: string) => void;
  /** The run goes on in place. */
  onResumed: () => void;
}

export function Interrupted({ runId, overlay, titleOf, onShowNode, onResumed }: Props) {
  const isFailed = useOverlay(overlay, (run) => run.status === "failed") === true;
  const mayEdit = useSession(canEdit);
  const steps = useInterrupted(runId, isFailed).data ?? [];
  const [done, setDone] = useState<InterruptedStep | null>(null);
  const answer = useAnswerInterrupted();
  const send = (step: InterruptedStep, rest: Pick<InterruptedAnswer, "answer" | "result">) =>
    answer.mutate(
      { run: runId, key: step.key, ...rest },
      {
        onSuccess: () => {
          setDone(null);
          if (rest.answer !== "fail") onResumed();
        },
        onError: (error) => toastFailure("The answer was not taken", error),
      },
    );
  if (!isFailed || steps.length === 0) return null;
  return (
    <Alert
      color="yellow"
      variant="light"
      radius={0}
      icon={<IconAlertTriangle size={20} />}
      title={steps.length === 1 ? "A step was interrupted" : `${steps.length} steps were interrupted`}
      className={classes.banner}
      data-testid="interrupted"
    >
      <Text size="sm" mb="xs">
        The server stopped while this was going on. Look whether it did its work, then say how to go on.
      </Text>
      <Stack gap="xs">
        {steps.map((step) => (
          <Group key={step.key} gap="xs" data-testid={`interrupted-${step.node}`}>
            <Button variant="transparent" size="compact-sm" px={0} onClick={() => onShowNode(step.node)}>
              {titleOf(step.node)}
            </Button>
            <Text size="xs" c="dimmed" flex={1}>
              <span className="oc-mono">{step.key}</span> · started {formatTime(step.started_at)}
            </Text>
            {mayEdit && (
              <>
                <Button
                  size="compact-sm"
                  variant="default"
                  loading={answer.isPending}
                  onClick={() => send(step, { answer: "retry" })}
                >
                  Run it again
                </Button>
                <Button size="compact-sm" variant="default" onClick={() => setDone(step)}>
                  It was done
                </Button>
                <Button
                  size="compact-sm"
                  variant="default"
                  loading={answer.isPending}
                  onClick={() => send(step, { answer: "fail" })}
                >
                  It failed
                </Button>
              </>
            )}
          </Group>
        ))}
      </Stack>
      <Modal opened={done !== null} onClose={() => setDone(null)} title="It was done">
        {done && (
          <DoneForm
            isSending={answer.isPending}
            onSend={(result) => send(done, { answer: "done", result })}
            onClose={() => setDone(null)}
          />
        )}
      </Modal>
    </Alert>
  );
}

interface DoneProps {
  isSending: boolean;
  onSend: (result: InterruptedAnswer["result"]) => void;
  onClose: () => void;
}

function DoneForm({ isSending, onSend, onClose }: DoneProps) {
  const [text, setText] = useState("");
  const read = readJson(text);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!read.error) onSend(read.value);
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <JsonInput
          label="Result"
          description="What the step would have given, as JSON; empty where nobody reads it"
          placeholder={'{"exit_code": 0}'}
          text={text}
          onChange={setText}
          data-testid="interrupted-result"
        />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={isSending} disabled={read.error !== undefined}>
            Go on with this result
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
