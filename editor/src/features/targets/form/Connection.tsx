// How a target is reached, and what signs in there.
import { NumberInput, Select, Text } from "@mantine/core";
import { useCredentialNames } from "../../../api/credentials/listNames";
import { isReached, KEY_CHECKS, PROTOCOLS, type Target, type TargetDraft } from "../../../core/targets";
import { Part } from "../../../ui/Part";
import classes from "../Targets.module.css";
import type { DraftFields } from "./useTargetDraft";

interface Props extends DraftFields {
  stored?: Target;
}

export function Connection(fields: Props) {
  const { draft, errors, change } = fields;
  const isAsked = isReached(draft);
  return (
    <Part title="Connection">
      <div className={classes.pair}>
        <Select
          label="Protocol"
          allowDeselect={false}
          data={[...PROTOCOLS]}
          value={draft.protocol}
          error={errors.protocol}
          onChange={(protocol) => protocol && change({ protocol: protocol as TargetDraft["protocol"] })}
          data-testid="target-protocol"
        />
        {isAsked && (
          <NumberInput
            label="Port"
            min={1}
            max={65_535}
            clampBehavior="none"
            allowDecimal={false}
            value={draft.port}
            error={errors.port}
            onChange={(port) => change({ port: String(port) })}
            data-testid="target-port"
          />
        )}
      </div>
      {!isAsked && (
        <Text size="sm" c="dimmed">
          Nothing connects to it. It can be named in flows and grouped.
        </Text>
      )}
      {isAsked && (
        <div className={classes.pair}>
          <Select
            label="Host key check"
            allowDeselect={false}
            data={[...KEY_CHECKS]}
            value={draft.host_key_check}
            error={errors.host_key_check}
            onChange={(check) => check && change({ host_key_check: check as TargetDraft["host_key_check"] })}
            data-testid="target-key-check"
          />
          <NumberInput
            label="Connect within, in seconds"
            min={1}
            max={120}
            clampBehavior="none"
            allowDecimal={false}
            value={draft.connect_timeout}
            error={errors.connect_timeout}
            onChange={(timeout) => change({ connect_timeout: String(timeout) })}
            data-testid="target-timeout"
          />
        </div>
      )}
      <CredentialChoice {...fields} />
    </Part>
  );
}

function CredentialChoice({ draft, errors, change, stored }: Props) {
  const names = useCredentialNames(true);
  // What is chosen has a name also before the others are read.
  const known = names.data ?? (stored?.credential ? [stored.credential] : []);
  const data = known.map(({ id, name }) => ({ value: id, label: name }));
  return (
    <Select
      label="Credential"
      description="What signs in there. A step of a flow may use another."
      placeholder={names.isPending ? "Reading the names" : "None"}
      searchable
      clearable
      limit={100}
      nothingFoundMessage="No credential has this name."
      data={data}
      value={draft.credential === "" ? null : draft.credential}
      error={errors.credential ?? (names.error ? "The names of credentials could not be read." : undefined)}
      onChange={(credential) => change({ credential: credential ?? "" })}
      data-testid="target-credential"
    />
  );
}
