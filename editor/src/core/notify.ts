// Who is told when a run of a flow ends: the list in the flow's settings, and changes of it.
import type { FlowSettings, NotifyChannel, NotifyRule } from "./document";
import type { Problem } from "./problems";
import { addressesProblem, isAddress } from "./tags";

export const MOST_RULES = 10;
export const MOST_ADDRESSES = 50;

export const CHANNELS: { [channel in NotifyChannel]: string } = {
  email: "E-mail",
  slack: "Slack",
  teams: "Teams",
  webhook: "Webhook",
};

export const NEW_RULE: NotifyRule = { on: "failed", channel: "email" };

/** The settings with these rules; without a trace of them where there are none. */
export function withRules(
  settings: FlowSettings | undefined,
  rules: readonly NotifyRule[],
): FlowSettings | undefined {
  const { notify: _, ...others } = settings ?? {};
  if (rules.length > 0) return { ...settings, notify: [...rules] };
  return Object.keys(others).length > 0 ? others : undefined;
}

/** The rule by another channel: whom it told there means nothing here. */
export function byChannel({ to: _, ...rule }: NotifyRule, channel: NotifyChannel): NotifyRule {
  return { ...rule, channel };
}

/** The rule to these; nobody is left out. */
export function toThese({ to: _, ...rule }: NotifyRule, to: readonly string[]): NotifyRule {
  return to.length > 0 ? { ...rule, to: [...to] } : rule;
}

/** What is wrong with what is written, as far as that can be seen from here. */
export function wrongTo({ channel, to = [] }: NotifyRule): string | undefined {
  if (channel === "email") return addressesProblem(to.filter((entry) => !isAddress(entry)));
  if (channel === "webhook" && to.some((address) => !isWebAddress(address)))
    return "Write a whole address that begins with https:// or http://.";
  return undefined;
}

function isWebAddress(text: string): boolean {
  return /^https?:\/\/[^\s/]/i.test(text) && URL.canParse(text);
}

/** What validation says of the list as a whole. */
export function listProblem(problems: readonly Problem[]): string | undefined {
  return ofFlow(problems).find(({ field }) => field === LIST)?.message;
}

export type RulePart = "on" | "channel" | "to";

/** What validation says of a rule, by its parts; what is said of it as a whole is about whom it tells. */
export function ruleProblems(
  problems: readonly Problem[],
  index: number,
): { readonly [part in RulePart]?: string } {
  const own = `${LIST}/${index}`;
  const found: { [part in RulePart]?: string } = {};
  for (const { field = "", message } of ofFlow(problems)) {
    if (field !== own && !field.startsWith(`${own}/`)) continue;
    found[partOf(field.slice(own.length + 1))] ??= message;
  }
  return found;
}

const LIST = "settings/notify";

function partOf(rest: string): RulePart {
  return rest === "on" || rest === "channel" ? rest : "to";
}

function ofFlow(problems: readonly Problem[]): Problem[] {
  return problems.filter(({ node, wire }) => !node && !wire);
}
