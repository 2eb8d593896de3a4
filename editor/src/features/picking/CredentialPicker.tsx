// A stored credential by its name: typed, or chosen from those of the types that fit.
import { Autocomplete } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { type CredentialName, useCredentialNames } from "../../api/credentials/listNames";
import { canEdit, isAdmin, useSession } from "../../api/session";
import { humanize } from "../../core/schema";
import type { CredentialPickerProps } from "../../ui/pick/pickers";
import classes from "./Picking.module.css";

export function CredentialPicker({ value, types, others = [], onText, ...input }: CredentialPickerProps) {
  const [isOpen, setOpen] = useState(false);
  const mayUse = useSession(canEdit);
  const mayManage = useSession(isAdmin);
  const { data: names, isLoading } = useCredentialNames(isOpen && mayUse);
  const offered = useMemo(() => fitting(names ?? [], types), [names, types]);
  const data = isLoading ? [] : [...new Set([...offered.keys(), ...others])];
  return (
    <div>
      <Autocomplete
        {...input}
        value={value}
        data={data}
        limit={40}
        autoComplete="off"
        renderOption={({ option }) => (
          <span className={classes.option}>
            <span className={classes.name}>{option.value}</span>
            <span className={classes.detail}>{offered.get(option.value)}</span>
          </span>
        )}
        onFocus={() => setOpen(true)}
        onChange={onText}
      />
      {mayManage && (
        <Link to="/credentials" target="_blank" className={`oc-link ${classes.link}`}>
          Manage credentials
          <span className="oc-sr-only"> in a new tab</span>
        </Link>
      )}
    </div>
  );
}

/** Names with what they are for. */
function fitting(names: readonly CredentialName[], types: readonly string[] | undefined) {
  const fit = names.filter(({ type }) => !types || types.includes(type));
  return new Map(fit.map(({ name, type }) => [name, humanize(type)]));
}
