// The first field of a form that is wrong gets the focus, so that it comes into sight, however long the form is.
import { type RefObject, useEffect, useRef, useState } from "react";

/** The form, and how to go to the field once the page shows what is wrong. */
export function useFirstWrong(): [RefObject<HTMLFormElement | null>, () => void] {
  const form = useRef<HTMLFormElement>(null);
  const [times, setTimes] = useState(0);
  useEffect(() => {
    if (times > 0) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [times]);
  return [form, () => setTimes((now) => now + 1)];
}
