// What stands below a field that says when, or at which address, runs begin.
import type { BelowProps } from "../../../ui/form/formContext";
import { HookAddress } from "./HookAddress";
import { NextTimes } from "./NextTimes";

export function Below({ widget, path, text }: BelowProps) {
  return widget === "cron" ? <NextTimes path={path} cron={text} /> : <HookAddress path={path} text={text} />;
}
