// The secret of an address: made here, shown once, and ended by the next one.
import { Button, Text } from "@mantine/core";
import { useState } from "react";
import { useMakeSecret } from "../../../api/triggers/makeSecret";
import type { Trigger } from "../../../core/triggers";
import { ConfirmDialog } from "../../../ui/ConfirmDialog";
import { Failed } from "../../../ui/states";
import { useEditorSession } from "../session";
import { Copyable } from "./Copyable";

export function HookSecret({ trigger }: { trigger: Trigger }) {
  const { mayEdit } = useEditorSession();
  const [isAsking, setAsking] = useState(false);
  const { data, error, isPending, mutate } = useMakeSecret(trigger.flow_id, trigger.node);
  const close = () => setAsking(false);
  const make = () => mutate(undefined, { onSettled: close });
  const label = trigger.has_secret ? "Make a new secret" : "Make a secret";
  return (
    <>
      <div role="status">{data ? <Made secret={data.secret} /> : <Kept has={trigger.has_secret} />}</div>
      {error && <Failed what="No secret was made" error={error} />}
      {mayEdit && (
        <Button
          size="xs"
          variant="default"
          style={{ alignSelf: "flex-start" }}
          loading={isPending}
          onClick={() => (trigger.has_secret ? setAsking(true) : make())}
          data-testid="hook-make-secret"
        >
          {label}
        </Button>
      )}
      <ConfirmDialog
        opened={isAsking}
        title="Make a new secret"
        confirmLabel={label}
        loading={isPending}
        onConfirm={make}
        onClose={close}
      >
        The secret in use ends at once: calls with it are refused until their senders have the new one.
      </ConfirmDialog>
    </>
  );
}

function Made({ secret }: { secret: string }) {
  return (
    <>
      <Copyable label="Secret" text={secret} data-testid="hook-secret" />
      <Text size="xs" mt={4}>
        Copy it now: it cannot be shown again.
      </Text>
    </>
  );
}

function Kept({ has }: { has: boolean }) {
  return (
    <Text size="xs" c="dimmed">
      {has
        ? "There is a secret. It cannot be shown again; make a new one if it was lost."
        : "There is no secret yet. Calls are refused until you make one."}
    </Text>
  );
}
