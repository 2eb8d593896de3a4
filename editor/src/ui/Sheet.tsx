// A sheet at the edge of the page: one thing of a list, or the form that makes or changes it.
import { Drawer } from "@mantine/core";
import { createContext, type ReactNode, useContext, useEffect, useState } from "react";

const CLOSE = { "aria-label": "Close" };
// The page has one banner already.
const ATTRIBUTES = { header: { role: "none" }, content: { "data-sheet": true } };
const OVERLAY = { backgroundOpacity: 0.45 };
const STYLES = { title: { fontSize: 16, fontWeight: 650 } };

interface Props {
  opened: boolean;
  title: string;
  onClose: () => void;
  children: ReactNode;
}

const HoldContext = createContext<(isHeld: boolean) => void>(() => undefined);

/** While something is typed into a form in a sheet, neither Esc nor a press beside the sheet throws it away. */
export function useHeldSheet(isTouched: boolean): void {
  const hold = useContext(HoldContext);
  useEffect(() => {
    hold(isTouched);
    return () => hold(false);
  }, [hold, isTouched]);
}

export function Sheet({ opened, title, onClose, children }: Props) {
  const [isHeld, setHeld] = useState(false);
  return (
    <Drawer
      opened={opened}
      onClose={() => isOnTop() && onClose()}
      title={title}
      closeOnEscape={!isHeld}
      closeOnClickOutside={!isHeld}
      position="right"
      size="min(560px, 100vw)"
      closeButtonProps={CLOSE}
      attributes={ATTRIBUTES}
      overlayProps={OVERLAY}
      styles={STYLES}
    >
      <HoldContext value={setHeld}>{children}</HoldContext>
    </Drawer>
  );
}

/** Esc closes what is on top: a dialog over the sheet, and not the sheet as well. */
function isOnTop(): boolean {
  const top = [...document.querySelectorAll<HTMLElement>('[role="dialog"]')].at(-1);
  return top === undefined || top.dataset.sheet !== undefined;
}
