// A form made from a JSON schema: fields in order, by group, the rarely used ones folded away.
import { useLayoutEffect, useMemo, useState } from "react";
import type { JsonObject } from "../../core/document";
import type { Path } from "../../core/operations";
import { fieldsOf, type Schema } from "../../core/schema";
import classes from "./Field.module.css";
import { FieldGroups } from "./FieldGroups";
import { FormContext, type FormContextValue, type FormHelp } from "./formContext";
import { MessageStore, type Messages } from "./messages";
import { UnknownFields } from "./UnknownFields";

interface Props {
  schema: Schema;
  value: JsonObject;
  messages: Messages;
  readOnly?: boolean;
  help?: FormHelp;
  onChange: FormContextValue["onChange"];
}

const ROOT: Path = [];

export function SchemaForm({ schema, value, messages, readOnly = false, help, onChange }: Props) {
  const [store] = useState(() => new MessageStore(messages));
  useLayoutEffect(() => store.set(messages), [store, messages]);
  const context = useMemo(
    () => ({ root: schema, messages: store, readOnly, help, onChange }),
    [schema, store, readOnly, help, onChange],
  );
  const fields = useMemo(() => fieldsOf(schema, schema), [schema]);
  return (
    <FormContext.Provider value={context}>
      <fieldset className={classes.set} disabled={readOnly}>
        <FieldGroups fields={fields} value={value} path={ROOT} />
        <UnknownFields schema={schema} value={value} />
      </fieldset>
    </FormContext.Provider>
  );
}
