// Which machine a target is.
import { Select, TextInput } from "@mantine/core";
import { OS_TYPES, type OsType, withOs } from "../../../core/targets";
import { OsMark } from "../../../ui/OsMark";
import { Part } from "../../../ui/Part";
import classes from "../Targets.module.css";
import type { DraftFields } from "./useTargetDraft";

export function Machine({ draft, errors, change, isNew }: DraftFields & { isNew: boolean }) {
  return (
    <Part title="Machine">
      <TextInput
        label="Name"
        description="Flows and people say this name."
        withAsterisk
        value={draft.name}
        error={errors.name}
        onChange={(event) => change({ name: event.currentTarget.value })}
        data-autofocus={isNew || undefined}
        data-testid="target-name"
      />
      <div className={classes.pair}>
        <TextInput
          label="Host name"
          placeholder="web-1.example.com"
          withAsterisk
          value={draft.hostname}
          error={errors.hostname}
          onChange={(event) => change({ hostname: event.currentTarget.value })}
          data-testid="target-hostname"
        />
        <TextInput
          label="IP address"
          placeholder="192.0.2.10"
          value={draft.ip_address}
          error={errors.ip_address}
          onChange={(event) => change({ ip_address: event.currentTarget.value })}
          data-testid="target-ip"
        />
        <Select
          label="Kind"
          allowDeselect={false}
          data={[...OS_TYPES]}
          value={draft.os_type}
          error={errors.os_type}
          leftSection={<OsMark os={draft.os_type} decorative />}
          onChange={(os) => os && change(withOs(draft, os as OsType))}
          data-testid="target-os"
        />
        <TextInput
          label="Version of the system"
          placeholder="Debian 13"
          value={draft.os_version}
          error={errors.os_version}
          onChange={(event) => change({ os_version: event.currentTarget.value })}
          data-testid="target-os-version"
        />
      </div>
    </Part>
  );
}
