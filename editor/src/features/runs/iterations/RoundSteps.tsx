// Previous round, the number of this one to type over, next round; or the way to all of them.
import { ActionIcon, Tooltip, UnstyledButton } from "@mantine/core";
import IconChevronLeft from "@tabler/icons-react/dist/esm/icons/IconChevronLeft.mjs";
import IconChevronRight from "@tabler/icons-react/dist/esm/icons/IconChevronRight.mjs";
import { type KeyboardEvent, useState } from "react";
import classes from "./Iterations.module.css";
import type { Navigator } from "./useNavigator";

interface Props {
  name: string;
  navigator: Navigator;
  total: number | null;
  onStep: (by: 1 | -1) => void;
}

export function RoundSteps({ name, navigator, total, onStep }: Props) {
  const { index, label } = navigator;
  const isFirst = index === 0;
  const isLast = index !== null && total !== null && index >= total - 1;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring its own look
    <span className={classes.steps} role="group" aria-label={`Rounds of ${name}`}>
      <Step label={`Previous round of ${name}`} keys="," isOff={isFirst} onClick={() => onStep(-1)}>
        <IconChevronLeft size={16} />
      </Step>
      {label !== null && index === null ? (
        <span>{label}</span>
      ) : (
        <Jump name={name} navigator={navigator} total={total} />
      )}
      <Step label={`Next round of ${name}`} keys=";" isOff={isLast} onClick={() => onStep(1)}>
        <IconChevronRight size={16} />
      </Step>
      {label !== null && (
        <UnstyledButton className={classes.all} onClick={navigator.showAll}>
          All
        </UnstyledButton>
      )}
    </span>
  );
}

interface StepProps {
  label: string;
  keys: string;
  isOff: boolean;
  onClick: () => void;
  children: React.ReactNode;
}

function Step({ label, keys, isOff, onClick, children }: StepProps) {
  return (
    <Tooltip label={`${label} (${keys}; with Shift, the failed ones)`}>
      <ActionIcon variant="subtle" size={26} aria-label={label} disabled={isOff} onClick={onClick}>
        {children}
      </ActionIcon>
    </Tooltip>
  );
}

/** Takes a number from 1 on; Enter goes there, Escape leaves it. */
function Jump({ name, navigator, total }: Omit<Props, "onStep">) {
  const [draft, setDraft] = useState<string | null>(null);
  const { index } = navigator;
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    event.stopPropagation();
    if (event.key === "Escape") setDraft(null);
    if (event.key !== "Enter" || draft === null) return;
    const wanted = Number.parseInt(draft, 10);
    setDraft(null);
    if (wanted >= 1 && (total === null || wanted <= total)) navigator.go(wanted - 1);
  };
  return (
    <span className={classes.jump}>
      <input
        aria-label={`Go to a round of ${name}, from 1 to ${total ?? "the last"}`}
        inputMode="numeric"
        placeholder="all"
        value={draft ?? (index === null ? "" : String(index + 1))}
        onChange={(event) => setDraft(event.currentTarget.value.replace(/\D/g, ""))}
        onFocus={(event) => event.currentTarget.select()}
        onBlur={() => setDraft(null)}
        onKeyDown={onKeyDown}
        data-testid="round-jump"
      />
      <span aria-hidden="true">/ {total ?? "?"}</span>
    </span>
  );
}
