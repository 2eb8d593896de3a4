// Shows under a text field what its braces come to, while the person is in it.
import { type FocusEvent, type ReactNode, useState } from "react";
import { useForm } from "./formContext";

export function TemplateLive({ text, children }: { text: string; children: ReactNode }) {
  const { help } = useForm();
  const [isInside, setInside] = useState(false);
  if (!help) return children;
  const leave = (event: FocusEvent) => {
    if (!event.currentTarget.contains(event.relatedTarget)) setInside(false);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the field inside takes the focus; this only hears of it
    <div onFocus={() => setInside(true)} onBlur={leave}>
      {children}
      {isInside && text.includes("{{") && <help.Live kind="template" code={text} />}
    </div>
  );
}
