// Makes a target, or changes one.
import { Stack } from "@mantine/core";
import type { FormEvent } from "react";
import { isAboutFields, isCode } from "../../../api/problem";
import { useSaveTarget } from "../../../api/targets/saveTarget";
import { type Target, targetFields } from "../../../core/targets";
import { ChangedMeanwhile } from "../../../ui/Changed";
import { FormButtons } from "../../../ui/FormButtons";
import { useHeldSheet } from "../../../ui/Sheet";
import { Failed } from "../../../ui/states";
import { toast } from "../../../ui/toast";
import { Connection } from "./Connection";
import { Machine } from "./Machine";
import { More } from "./More";
import { Organisation } from "./Organisation";
import { useTargetDraft } from "./useTargetDraft";

interface Props {
  /** The one that is changed; a new one otherwise. */
  stored?: Target;
  onReload?: () => void;
  onClose: () => void;
}

export function TargetForm({ stored, onReload, onClose }: Props) {
  const save = useSaveTarget();
  const { form, fields, body, isTouched, check, refuse, say } = useTargetDraft(stored);
  useHeldSheet(isTouched);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (save.isPending || !check()) return;
    const onSuccess = () => {
      toast(`“${body.name}” is stored.`);
      onClose();
    };
    const onError = (error: unknown) =>
      isCode(error, "name_taken") ? say({ name: "There is a target with this name." }) : refuse(error);
    save.mutate({ stored, body }, { onSuccess, onError });
  };
  const isTold = isCode(save.error, "name_taken") || isAboutFields(save.error, targetFields(fields.draft));
  return (
    <form ref={form} onSubmit={submit} noValidate autoComplete="off" data-testid="target-form">
      <Stack gap="lg">
        <Machine {...fields} isNew={stored === undefined} />
        <Connection {...fields} stored={stored} />
        <Organisation {...fields} stored={stored} />
        <More {...fields} />
        {isCode(save.error, "changed_meanwhile") && onReload ? (
          <ChangedMeanwhile onReload={onReload} />
        ) : (
          save.error && !isTold && <Failed what="The target was not stored" error={save.error} />
        )}
        <FormButtons label="Store" isBusy={save.isPending} testId="target-save" onCancel={onClose} />
      </Stack>
    </form>
  );
}
