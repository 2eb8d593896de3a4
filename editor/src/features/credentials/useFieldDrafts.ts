// What is typed into the fields of a credential, with what is wrong at each: our own words once it was sent, the
// server's until the field is changed.
import { useState } from "react";
import { fieldErrors } from "../../api/problem";
import type { FieldDrafts, FieldErrors } from "../../core/credentials";

export function useFieldDrafts(start: () => FieldDrafts) {
  const [drafts, setDrafts] = useState(start);
  const [isTouched, setTouched] = useState(false);
  const [gone, setGone] = useState<readonly string[]>([]);
  const [isChecked, setChecked] = useState(false);
  const [refused, setRefused] = useState<FieldErrors>({});
  return {
    drafts,
    isTouched,
    /** Secrets that are taken away once this is stored. */
    gone,
    takeAway: (name: string, isGone: boolean) => {
      setTouched(true);
      setGone((now) => [...now.filter((one) => one !== name), ...(isGone ? [name] : [])]);
    },
    set: (name: string, text: string) => {
      setTouched(true);
      setDrafts((now) => ({ ...now, [name]: text }));
      setRefused((now) => ({ ...now, [name]: undefined }));
    },
    begin: (next: FieldDrafts) => {
      setDrafts(next);
      setTouched(false);
      setGone([]);
      setChecked(false);
      setRefused({});
    },
    /** Whether what was read may be sent. */
    check: (errors: FieldErrors) => {
      setChecked(true);
      setRefused({});
      return Object.keys(errors).length === 0;
    },
    refuse: (error: unknown, names: readonly string[]) => {
      const paths = names.map((name) => `fields.${name}`);
      const found = Object.entries(fieldErrors(error, paths));
      setRefused(Object.fromEntries(found.map(([path, message]) => [path.replace("fields.", ""), message])));
    },
    errorsOf: (errors: FieldErrors): FieldErrors => (isChecked ? { ...errors, ...known(refused) } : refused),
  };
}

const known = (errors: FieldErrors) =>
  Object.fromEntries(Object.entries(errors).filter(([, message]) => message !== undefined));
