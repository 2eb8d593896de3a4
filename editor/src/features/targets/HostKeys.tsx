// The keys by which a machine shows that it is itself: trust a new one, forget an old one.
import { Alert, Badge, Button, Group, Stack, Text } from "@mantine/core";
import IconFingerprint from "@tabler/icons-react/dist/esm/icons/IconFingerprint.mjs";
import { useState } from "react";
import { useForgetHostKey, useHostKeys, useTrustHostKey } from "../../api/targets/hostKeys";
import { formatTime } from "../../core/format";
import { changedKey, type HostKey } from "../../core/targets";
import { ConfirmDialog } from "../../ui/ConfirmDialog";
import { Loaded } from "../../ui/Loaded";
import { Part } from "../../ui/Part";
import { Failed, LoadingRows } from "../../ui/states";
import { toastFailure } from "../../ui/toast";
import classes from "./Targets.module.css";

interface Props {
  target: string;
  mayEdit: boolean;
}

export function HostKeys({ target, mayEdit }: Props) {
  const keys = useHostKeys(target);
  const trust = useTrustHostKey(target);
  const [forgotten, setForgotten] = useState<HostKey | null>(null);
  const onTrust = (key: string) =>
    trust.mutate(key, { onError: (error) => toastFailure("The key is not trusted", error) });
  return (
    <Part title="Host keys" data-testid="host-keys">
      <Loaded
        answer={keys}
        what="The host keys could not be read"
        skeleton={<LoadingRows rows={1} height={64} />}
      >
        {(known) => (
          <>
            <ChangedKey keys={known} isBusy={trust.isPending} onTrust={mayEdit ? onTrust : undefined} />
            {known.length === 0 && (
              <Text size="sm" c="dimmed">
                The machine has not shown a key yet. Test the connection to see it.
              </Text>
            )}
            {known.map((key) => (
              <Key
                key={key.id}
                hostKey={key}
                isBusy={trust.isPending}
                onTrust={mayEdit && key.state === "offered" ? () => onTrust(key.id) : undefined}
                onForget={mayEdit ? () => setForgotten(key) : undefined}
              />
            ))}
          </>
        )}
      </Loaded>
      <ForgetKey target={target} hostKey={forgotten} onClose={() => setForgotten(null)} />
    </Part>
  );
}

interface ChangedProps {
  keys: readonly HostKey[];
  isBusy: boolean;
  onTrust?: (key: string) => void;
}

/** Work on the machine waits until somebody has looked at both keys. */
function ChangedKey({ keys, isBusy, onTrust }: ChangedProps) {
  const changed = changedKey(keys);
  if (!changed?.trusted) return null;
  const { offered, trusted } = changed;
  return (
    <Alert
      icon={<IconFingerprint size={20} />}
      color="yellow"
      variant="light"
      title="The machine shows another key"
      role="alert"
      data-testid="changed-key"
    >
      <Stack gap="xs" align="flex-start">
        <Text size="sm">
          It was set up anew, or something else answers in its place. Nothing runs on it until the new key is
          trusted.
        </Text>
        <Text size="sm">
          Trusted: <code>{trusted.fingerprint}</code>
        </Text>
        <Text size="sm">
          Shown now: <code>{offered.fingerprint}</code>
        </Text>
        {onTrust && (
          <Button size="xs" loading={isBusy} onClick={() => onTrust(offered.id)} data-testid="trust-new-key">
            Trust the new key
          </Button>
        )}
      </Stack>
    </Alert>
  );
}

interface KeyProps {
  hostKey: HostKey;
  isBusy: boolean;
  onTrust?: () => void;
  onForget?: () => void;
}

function Key({ hostKey, isBusy, onTrust, onForget }: KeyProps) {
  const isTrusted = hostKey.state === "trusted";
  return (
    <div className={classes.key} data-testid={`host-key-${hostKey.id}`}>
      <Group gap="xs" justify="space-between">
        <Text size="sm" fw={600}>
          {hostKey.algorithm}
        </Text>
        <Badge color={isTrusted ? "accent" : "gray"} variant="light" tt="none" fw={500}>
          {isTrusted ? "trusted" : "not trusted"}
        </Badge>
      </Group>
      <code className="oc-mono">{hostKey.fingerprint}</code>
      <Text size="xs" c="dimmed">
        First shown {formatTime(hostKey.first_seen_at)}, last {formatTime(hostKey.last_seen_at)}
        {hostKey.trusted_by ? `, trusted by ${hostKey.trusted_by} ${formatTime(hostKey.trusted_at)}` : ""}
      </Text>
      <Group gap="xs">
        {onTrust && (
          <Button
            size="compact-sm"
            variant="default"
            loading={isBusy}
            onClick={onTrust}
            aria-label={`Trust ${hostKey.fingerprint}`}
          >
            Trust
          </Button>
        )}
        {onForget && (
          <Button
            size="compact-sm"
            variant="subtle"
            color="red"
            onClick={onForget}
            aria-label={`Forget ${hostKey.fingerprint}`}
          >
            Forget
          </Button>
        )}
      </Group>
    </div>
  );
}

interface ForgetProps {
  target: string;
  hostKey: HostKey | null;
  onClose: () => void;
}

function ForgetKey({ target, hostKey, onClose }: ForgetProps) {
  const forget = useForgetHostKey(target);
  const close = () => {
    forget.reset();
    onClose();
  };
  return (
    <ConfirmDialog
      opened={hostKey !== null}
      title="Forget host key"
      confirmLabel="Forget the key"
      loading={forget.isPending}
      error={forget.error && <Failed what="The key was not forgotten" error={forget.error} />}
      onConfirm={() => hostKey && forget.mutate(hostKey.id, { onSuccess: close })}
      onClose={close}
    >
      The next key that the machine shows is then looked at as if it were its first.
    </ConfirmDialog>
  );
}
