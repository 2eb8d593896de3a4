// A plain text field that completes names between double braces.
import { Popover, Textarea, TextInput } from "@mantine/core";
import {
  type ComponentProps,
  type ElementType,
  type FocusEvent,
  type KeyboardEvent,
  useId,
  useMemo,
  useRef,
  useState,
} from "react";
import { completionAt, fitting, type Option } from "../../core/completion";
import classes from "./Completion.module.css";
import { useForm } from "./formContext";

type Shared = Omit<ComponentProps<typeof TextInput>, "value" | "onChange" | "ref">;

interface Props extends Shared {
  value: string;
  lines?: number;
  /** What stands in the place of a text field of its own. */
  as?: ElementType;
  onText: (text: string) => void;
}

const MOST = 40;

export function TemplateInput({ value, lines, as: Input = TextInput, onText, ...input }: Props) {
  const { help, readOnly } = useForm();
  const field = useRef<HTMLInputElement | HTMLTextAreaElement>(null);
  const [caret, setCaret] = useState<number | null>(null);
  const [active, setActive] = useState(0);
  const listId = useId();
  const found = useMemo(() => {
    if (caret === null || !help) return undefined;
    const completion = completionAt(value, caret, "template", help.scope());
    return completion && { from: completion.from, options: fitting(completion, value, caret).slice(0, MOST) };
  }, [help, value, caret]);
  const options = found?.options ?? [];
  const isOpen = options.length > 0 && !readOnly;
  const place = () => field.current?.selectionStart ?? null;

  const choose = (option: Option | undefined) => {
    if (!found || caret === null || !option) return;
    const end = found.from + option.insert.length;
    onText(value.slice(0, found.from) + option.insert + value.slice(caret));
    setCaret(null);
    requestAnimationFrame(() => field.current?.setSelectionRange(end, end));
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === " " && event.ctrlKey) {
      event.preventDefault();
      event.stopPropagation();
      setActive(0);
      setCaret(place());
    } else if (isOpen && act(event.key)) {
      event.preventDefault();
      event.stopPropagation();
    } else {
      input.onKeyDown?.(event);
    }
  };
  const act = (key: string): boolean => {
    if (key === "Escape") setCaret(null);
    else if (key === "ArrowDown") setActive((index) => (index + 1) % options.length);
    else if (key === "ArrowUp") setActive((index) => (index + options.length - 1) % options.length);
    else if (key === "Enter") choose(options[active]);
    else return false;
    return true;
  };
  const shared = {
    ...input,
    value,
    role: isOpen ? "combobox" : undefined,
    "aria-expanded": isOpen || undefined,
    "aria-controls": isOpen ? listId : undefined,
    "aria-activedescendant": isOpen ? `${listId}-${active}` : undefined,
    "aria-autocomplete": isOpen ? ("list" as const) : undefined,
    autoComplete: "off",
    onKeyDown,
    onBlur: (event: FocusEvent<HTMLInputElement>) => {
      setCaret(null);
      input.onBlur?.(event);
    },
    onChange: (event: { currentTarget: { value: string; selectionStart: number | null } }) => {
      const { value: text, selectionStart } = event.currentTarget;
      setActive(0);
      setCaret(text.includes("{{") || text.includes("{%") ? selectionStart : null);
      onText(text);
    },
  };
  const element =
    lines === undefined ? (
      <Input {...shared} ref={field} />
    ) : (
      <Textarea
        {...(shared as unknown as ComponentProps<typeof Textarea>)}
        ref={field as React.Ref<HTMLTextAreaElement>}
        autosize
        minRows={lines}
        maxRows={14}
      />
    );
  return (
    <>
      {element}
      {isOpen && (
        <Popover
          opened
          position="bottom-start"
          width={320}
          withinPortal
          trapFocus={false}
          returnFocus={false}
        >
          <Popover.Target>
            <div className={classes.anchor} />
          </Popover.Target>
          <Popover.Dropdown p={4}>
            <OptionList id={listId} options={options} active={active} onChoose={choose} />
          </Popover.Dropdown>
        </Popover>
      )}
    </>
  );
}

interface ListProps {
  id: string;
  options: readonly Option[];
  active: number;
  onChoose: (option: Option) => void;
}

function OptionList({ id, options, active, onChoose }: ListProps) {
  return (
    <div role="listbox" id={id} aria-label="Names" className={classes.list} data-testid="completion">
      {options.map((option, index) => (
        <div
          key={option.label}
          id={`${id}-${index}`}
          role="option"
          tabIndex={-1}
          aria-selected={index === active}
          className={classes.option}
          ref={index === active ? reveal : undefined}
          onMouseDown={(event) => {
            event.preventDefault();
            onChoose(option);
          }}
        >
          <span className={classes.label}>{option.label}</span>
          <span className={classes.detail}>{option.info ?? option.detail}</span>
        </div>
      ))}
    </div>
  );
}

function reveal(element: HTMLElement | null): void {
  element?.scrollIntoView?.({ block: "nearest" });
}
