// Label, help and error around an editor that is not a plain input.
import { Input } from "@mantine/core";
import type { ReactNode } from "react";
import { inline } from "../Markdown";
import classes from "./Field.module.css";
import type { FieldProps } from "./formContext";

interface Props extends Pick<FieldProps, "label" | "schema" | "required" | "isInline"> {
  error?: string;
  toggle?: ReactNode;
  children: ReactNode;
}

export function FieldFrame({ label, schema, required, isInline, error, toggle, children }: Props) {
  return (
    <div className={isInline ? classes.inline : classes.field} data-switch={toggle ? true : undefined}>
      <Input.Wrapper
        label={isInline ? undefined : label}
        labelElement="div"
        description={isInline || !schema.description ? undefined : inline(schema.description)}
        error={error}
        required={required}
        inputWrapperOrder={["label", "input", "error", "description"]}
      >
        <div className={classes.body}>{children}</div>
      </Input.Wrapper>
      {toggle}
    </div>
  );
}
