// The values of a form with what is wrong at each: our own words once the form was sent, the server's until the field
// is changed.
import { type ChangeEvent, type RefObject, useRef, useState } from "react";
import { fieldErrors } from "../../../api/problem";
import type { Wrong } from "../../../core/account";

type Values<K extends string> = Record<K, string>;

export interface Input {
  name: string;
  value: string;
  error: string | undefined;
  onChange: (event: ChangeEvent<HTMLInputElement>) => void;
}

export interface Fields<K extends string> {
  form: RefObject<HTMLFormElement | null>;
  values: Values<K>;
  isChanged: boolean;
  /** What an input of this name needs. */
  input: (name: K) => Input;
  /** Whether the values may be sent; if not, the first wrong one gets the focus. */
  check: () => boolean;
  /** Puts what the server says at its fields. */
  refuse: (error: unknown) => void;
  /** Back to what was there at first. */
  reset: () => void;
}

/** What is not changed follows `initial`. */
export function useFields<K extends string>(
  initial: Values<K>,
  wrongIn: (values: Values<K>) => Wrong<K>,
): Fields<K> {
  const form = useRef<HTMLFormElement>(null);
  const [changes, setChanges] = useState<Partial<Values<K>>>({});
  const [isChecked, setChecked] = useState(false);
  const [refused, setRefused] = useState<Wrong<K>>({});
  const names = Object.keys(initial) as K[];
  const values: Values<K> = { ...initial, ...changes };
  const wrong = wrongIn(values);
  const focusFirst = (found: Wrong<K>) => {
    const first = names.find((name) => found[name] !== undefined);
    if (first) form.current?.querySelector<HTMLInputElement>(`[name="${first}"]`)?.focus();
    return first !== undefined;
  };
  return {
    form,
    values,
    isChanged: names.some((name) => values[name] !== initial[name]),
    input: (name) => ({
      name,
      value: values[name],
      error: refused[name] ?? (isChecked ? wrong[name] : undefined),
      onChange: ({ currentTarget }) => {
        const { value } = currentTarget;
        setChanges((known) => ({ ...known, [name]: value }));
        setRefused((known) => ({ ...known, [name]: undefined }));
      },
    }),
    check: () => {
      setChecked(true);
      setRefused({});
      return !focusFirst(wrong);
    },
    refuse: (error) => {
      const found = fieldErrors(error, names);
      setRefused(found);
      focusFirst(found);
    },
    reset: () => {
      setChanges({});
      setRefused({});
      setChecked(false);
    },
  };
}
