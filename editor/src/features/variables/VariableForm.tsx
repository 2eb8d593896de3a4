// Sets one global variable: its name while it is new, and its value as JSON.
import { Stack, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import type { Global } from "../../api/variables/listGlobals";
import { usePutGlobal } from "../../api/variables/putGlobal";
import { jsonText, readJson } from "../../core/jsonText";
import { FormButtons } from "../../ui/FormButtons";
import { JsonInput } from "../../ui/JsonInput";
import { Failed } from "../../ui/states";

const NAME = /^[A-Za-z_][A-Za-z0-9_]{0,254}$/;

interface Props {
  variable: Global | undefined;
  taken: readonly string[];
  onClose: () => void;
}

export function VariableForm({ variable, taken, onClose }: Props) {
  const put = usePutGlobal();
  const [name, setName] = useState(variable?.name ?? "");
  const [text, setText] = useState(jsonText(variable?.value));
  const { value } = readJson(text);
  const nameError = variable || name === "" ? undefined : errorOf(name, taken);
  const isReady = value !== undefined && name !== "" && !nameError;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isReady) put.mutate({ name, value }, { onSuccess: onClose });
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <TextInput
          label="Name"
          placeholder="region"
          className="oc-mono-input"
          value={name}
          readOnly={variable !== undefined}
          error={nameError}
          onChange={(event) => setName(event.currentTarget.value)}
          data-autofocus={variable === undefined || undefined}
          data-testid="variable-name"
        />
        <JsonInput
          label="Value"
          description="As JSON: text in quotes, numbers, true and false, lists, objects"
          placeholder={'"eu-west"'}
          text={text}
          onChange={setText}
          data-testid="variable-value"
        />
        {put.error && <Failed what="The variable was not stored" error={put.error} />}
        <FormButtons
          label="Store"
          isBusy={put.isPending}
          isOff={!isReady}
          testId="variable-save"
          onCancel={onClose}
        />
      </Stack>
    </form>
  );
}

function errorOf(name: string, taken: readonly string[]): string | undefined {
  if (!NAME.test(name)) return "Use letters, digits and _; begin with a letter or _.";
  return taken.includes(name) ? "There is a variable with this name. Change that one." : undefined;
}
