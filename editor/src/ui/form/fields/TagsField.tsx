// Short texts in one field: each is a pill, and is typed, pasted, taken back and removed in place.
import { Pill, PillsInput } from "@mantine/core";
import IconAlertTriangle from "@tabler/icons-react/dist/esm/icons/IconAlertTriangle.mjs";
import { type ClipboardEvent, type KeyboardEvent, useRef, useState } from "react";
import type { Json } from "../../../core/document";
import { isTag, readList, readTyped, tagsProblem, withTags } from "../../../core/tags";
import { type EditorProps, useForm } from "../formContext";
import { useMessageWithin } from "../messages";
import { TemplateInput } from "../TemplateInput";
import { TemplateLive } from "../TemplateLive";
import { RowsField } from "./RowsField";
import { common } from "./scalars";
import classes from "./Tags.module.css";

export function TagsField(props: EditorProps) {
  const list = props.value ?? props.schema.default ?? [];
  return areTexts(list) ? <Tags {...props} list={list} /> : <RowsField {...props} />;
}

function areTexts(value: Json): value is string[] {
  return Array.isArray(value) && value.every((entry) => typeof entry === "string");
}

function Tags({ list, ...props }: EditorProps & { list: string[] }) {
  const { onChange, readOnly } = useForm();
  const { path, schema } = props;
  const check = schema["x-ui"]?.check;
  const [draft, setDraft] = useState("");
  const field = useRef<HTMLDivElement>(null);
  const message = useMessageWithin(path);
  const error = tagsProblem(list, check) ?? props.error ?? message;
  const { "data-testid": testId, "aria-label": label, ...frame } = common({ ...props, error });

  const focus = () => field.current?.querySelector("input")?.focus();
  const change = (next: string[]) => {
    const hasDefault = Array.isArray(schema.default) && schema.default.length > 0;
    if (next.length !== list.length) onChange(path, next.length > 0 || hasDefault ? next : undefined);
  };
  const add = (entries: string[]) => change(withTags(list, entries, check));
  const type = (text: string) => {
    const { done, rest } = readTyped(text, check);
    add(done);
    setDraft(rest);
  };
  const finish = () => {
    add(readList(draft, check));
    setDraft("");
  };
  const remove = (index: number) => {
    if (index === list.length - 1) focus();
    change(list.filter((_, place) => place !== index));
  };
  const takeBack = (index: number) => {
    const others = list.filter((_, place) => place !== index);
    change(withTags(others, readList(draft, check), check));
    setDraft(list[index] ?? "");
    focus();
  };
  const paste = (event: ClipboardEvent<HTMLInputElement>) => {
    const text = event.clipboardData.getData("text");
    if (readTyped(text, check).done.length === 0) return;
    event.preventDefault();
    add(readList(`${draft}${text}`, check));
    setDraft("");
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === "Enter") finish();
    else if (event.key === "Backspace" && draft === "" && list.length > 0) takeBack(list.length - 1);
    else return;
    event.preventDefault();
  };
  return (
    <TemplateLive text={list.filter((entry) => entry.includes("{{")).join(", ")}>
      <PillsInput {...frame} classNames={{ input: classes.box }}>
        <Pill.Group ref={field} onKeyDown={step}>
          {list.map((entry, index) => (
            <Tag
              // biome-ignore lint/suspicious/noArrayIndexKey: entries have no identity of their own; the place is it
              key={index}
              entry={entry}
              isRight={isTag(entry, check)}
              isLast={index === list.length - 1}
              isFixed={readOnly}
              onRemove={() => remove(index)}
              onTakeBack={() => takeBack(index)}
            />
          ))}
          <div className={classes.field}>
            <TemplateInput
              as={PillsInput.Field}
              aria-label={label}
              data-testid={testId}
              data-own-undo={draft !== "" || undefined}
              value={draft}
              placeholder={list.length === 0 ? schema["x-ui"]?.placeholder : undefined}
              onText={type}
              onBlur={() => draft && afterPress(finish)}
              onPaste={paste}
              onKeyDown={onKeyDown}
            />
          </div>
        </Pill.Group>
      </PillsInput>
    </TemplateLive>
  );
}

interface TagProps {
  entry: string;
  isRight: boolean;
  isLast: boolean;
  isFixed: boolean;
  onRemove: () => void;
  onTakeBack: () => void;
}

function Tag({ entry, isRight, isLast, isFixed, onRemove, onTakeBack }: TagProps) {
  return (
    <Pill
      size="md"
      className={classes.tag}
      data-wrong={!isRight || undefined}
      title={entry}
      withRemoveButton={!isFixed}
      onRemove={onRemove}
      onDoubleClick={isFixed ? undefined : onTakeBack}
      removeButtonProps={{
        className: classes.remove,
        "aria-label": `Remove ${entry}`,
        "aria-hidden": false,
        tabIndex: isLast ? 0 : -1,
        onKeyDown: (event) => {
          if (event.key === "Delete") onRemove();
          if (event.key !== "Backspace") return;
          event.preventDefault();
          onTakeBack();
        },
      }}
    >
      {!isRight && <IconAlertTriangle size={13} role="img" aria-label="Not right:" />}
      {entry}
    </Pill>
  );
}

/** At once, or when the mouse is let go: a new line of entries must not push away what is being clicked. */
function afterPress(act: () => void): void {
  if (document.querySelector(":active")) addEventListener("pointerup", act, { once: true });
  else act();
}

/** The arrows go from one entry to the next, and on to the field behind them. */
function step(event: KeyboardEvent<HTMLDivElement>): void {
  const { target, currentTarget, key } = event;
  const isAtStart = !(target instanceof HTMLInputElement) || target.selectionEnd === 0;
  if (key !== "ArrowLeft" && key !== "ArrowRight") return;
  if (key === "ArrowLeft" ? !isAtStart : target instanceof HTMLInputElement) return;
  const stops = [...currentTarget.querySelectorAll<HTMLElement>("button, input")];
  const next = stops[stops.indexOf(target as HTMLElement) + (key === "ArrowLeft" ? -1 : 1)];
  if (!next) return;
  event.preventDefault();
  next.focus();
}
