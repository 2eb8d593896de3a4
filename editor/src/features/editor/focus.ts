// Putting the focus where a command says. What is to be focused may come a moment later: its panel has to open first.

const PATIENCE_FRAMES = 120;

/** Does something with an element as soon as it is there. */
export function whenThere(
  selector: string,
  act: (element: HTMLElement) => void,
  frames = PATIENCE_FRAMES,
): void {
  requestAnimationFrame(() => {
    const element = document.querySelector<HTMLElement>(selector);
    if (element) act(element);
    else if (frames > 0) whenThere(selector, act, frames - 1);
  });
}

export function focusOn(selector: string): void {
  whenThere(selector, (element) => {
    element.focus();
    if (element instanceof HTMLInputElement) element.select();
  });
}

export function focusCanvas(): void {
  document.querySelector<HTMLElement>('[data-testid="canvas"]')?.focus({ preventScroll: true });
}

const FIELDS = ':is(input:not([type="hidden"], [type="radio"]), textarea, select, .cm-content)';

/** The first field of the node that is open; where it works is rarely what one comes for. */
export function focusFirstField(): void {
  focusOn(`[data-testid="inspector"] [role="tabpanel"] ${FIELDS}:not([data-testid="where"] *)`);
}
