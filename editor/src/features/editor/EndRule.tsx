// One row of who is told when a run ends: when, by which channel, and to whom.
import { ActionIcon, Group, Select, TagsInput, Text, TextInput } from "@mantine/core";
import IconTrash from "@tabler/icons-react/dist/esm/icons/IconTrash.mjs";
import { useMemo } from "react";
import type { NotifyChannel, NotifyRule } from "../../core/document";
import { byChannel, CHANNELS, MOST_ADDRESSES, ruleProblems, toThese, wrongTo } from "../../core/notify";
import { readList, withTags } from "../../core/tags";
import classes from "./ParametersTable.module.css";
import { useView } from "./session";

interface Props {
  rule: NotifyRule;
  index: number;
  /** A choice. */
  onChange: (rule: NotifyRule) => void;
  /** A letter more or less. */
  onWrite: (rule: NotifyRule) => void;
  onRemove: () => void;
}

const ENDS = [
  { value: "failed", label: "When it fails" },
  { value: "succeeded", label: "When it succeeds" },
  { value: "ended", label: "Always" },
];

const WAYS = Object.entries(CHANNELS).map(([value, label]) => ({ value, label }));

export function EndRule({ rule, index, onChange, onWrite, onRemove }: Props) {
  const problems = useView((view) => view.problems);
  const said = useMemo(() => ruleProblems(problems, index), [problems, index]);
  const name = `Notification ${index + 1}`;
  const testId = `field-settings-notify-${index}`;
  return (
    <div className={classes.card} data-testid={`notification-${index}`}>
      <Group gap="xs" wrap="nowrap" align="flex-start">
        <Select
          aria-label={`${name}: when`}
          data={ENDS}
          value={rule.on ?? "failed"}
          allowDeselect={false}
          flex={1}
          error={said.on}
          onChange={(on) => onChange({ ...rule, on: on as NotifyRule["on"] })}
          data-testid={`${testId}-on`}
        />
        <Select
          aria-label={`${name}: by`}
          data={WAYS}
          value={rule.channel}
          allowDeselect={false}
          w={120}
          error={said.channel}
          onChange={(channel) => onChange(byChannel(rule, channel as NotifyChannel))}
          data-testid={`${testId}-channel`}
        />
        <ActionIcon
          variant="subtle"
          color="gray"
          mt={4}
          aria-label={`Remove notification ${index + 1}`}
          onClick={onRemove}
        >
          <IconTrash size={16} />
        </ActionIcon>
      </Group>
      <Whom
        rule={rule}
        name={name}
        error={wrongTo(rule) ?? said.to}
        testId={`${testId}-to`}
        onChange={onChange}
        onWrite={onWrite}
      />
    </div>
  );
}

interface WhomProps extends Pick<Props, "rule" | "onChange" | "onWrite"> {
  name: string;
  error: string | undefined;
  testId: string;
}

/** To whom: each channel takes something else. */
function Whom(props: WhomProps) {
  switch (props.rule.channel) {
    case "email":
      return <Addresses {...props} />;
    case "slack":
      return (
        <OneText
          {...props}
          label="Channel"
          description="Empty means the one that the webhook belongs to"
          placeholder="#ops"
        />
      );
    case "webhook":
      return <OneText {...props} label="Address" placeholder="https://example.org/run-ended" />;
    default:
      return <Elsewhere error={props.error} />;
  }
}

/** People who paste from a program for mail bring names along. */
function Addresses({ rule, name, error, testId, onChange }: WhomProps) {
  const to = rule.to ?? [];
  const read = (entries: readonly string[]) =>
    withTags(
      [],
      entries.flatMap((entry) => readList(entry, "email")),
      "email",
    );
  return (
    <TagsInput
      label="To"
      aria-label={`${name}: to`}
      placeholder={to.length > 0 ? undefined : "ops@example.org"}
      splitChars={[",", ";", "\n"]}
      maxTags={MOST_ADDRESSES}
      value={to}
      error={error}
      onChange={(entries) => onChange(toThese(rule, read(entries)))}
      data-testid={testId}
    />
  );
}

interface OneTextProps extends WhomProps {
  label: string;
  description?: string;
  placeholder: string;
}

function OneText({ rule, name, error, testId, onWrite, onChange: _, label, ...look }: OneTextProps) {
  const write = (text: string) => onWrite(toThese(rule, text === "" ? [] : [text]));
  return (
    <TextInput
      label={label}
      aria-label={`${name}: ${label.toLowerCase()}`}
      value={rule.to?.[0] ?? ""}
      error={error}
      onChange={(event) => write(event.currentTarget.value.trim())}
      data-testid={testId}
      {...look}
    />
  );
}

/** Where it goes is not the flow's to say. */
function Elsewhere({ error }: { error: string | undefined }) {
  return (
    <Text size="xs" c={error ? "var(--oc-st-failed)" : "dimmed"}>
      {error ?? "It goes to the channel that the administrator chose."}
    </Text>
  );
}
