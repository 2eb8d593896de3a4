// What is typed into the form of a target, with what is wrong at each field: our own words once it was sent, the server's
// until the field is changed.
import { useState } from "react";
import { fieldErrors } from "../../../api/problem";
import {
  readTarget,
  type Target,
  type TargetDraft,
  type TargetErrors,
  targetDraft,
  targetFields,
} from "../../../core/targets";
import { useDraft } from "../../../ui/useDraft";
import { useFirstWrong } from "../../../ui/useFirstWrong";

export interface DraftFields {
  draft: TargetDraft;
  errors: TargetErrors;
  change: (next: Partial<TargetDraft>) => void;
}

export function useTargetDraft(stored: Target | undefined) {
  const { draft, isTouched, change } = useDraft(() => targetDraft(stored));
  const [form, goToFirstWrong] = useFirstWrong();
  const [isChecked, setChecked] = useState(false);
  const [refused, setRefused] = useState<TargetErrors>({});
  const read = readTarget(draft);
  const fields: DraftFields = {
    draft,
    errors: { ...(isChecked ? read.errors : {}), ...refused },
    change: (next) => {
      change(next);
      const changed = Object.keys(next);
      setRefused((now) =>
        Object.fromEntries(Object.entries(now).filter(([name]) => !changed.includes(name))),
      );
    },
  };
  const say = (errors: TargetErrors) => {
    setRefused(errors);
    goToFirstWrong();
  };
  return {
    form,
    fields,
    isTouched,
    body: read.body,
    /** Whether the body may be sent. */
    check: () => {
      setChecked(true);
      setRefused({});
      const isRight = Object.keys(read.errors).length === 0;
      if (!isRight) goToFirstWrong();
      return isRight;
    },
    refuse: (error: unknown) => say(fieldErrors(error, targetFields(draft))),
    say,
  };
}
