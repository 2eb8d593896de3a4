// Opens the search over pages, flows and runs: by the button in the top bar, or by Ctrl+K on any page that does not
// take those keys for a palette of its own.
import { UnstyledButton } from "@mantine/core";
import IconSearch from "@tabler/icons-react/dist/esm/icons/IconSearch.mjs";
import { useEffect, useState } from "react";
import { lazily } from "../ui/lazily";
import classes from "./palette/Palette.module.css";

const PaletteDialog = lazily(() => import("./lazy/palette"), 0);

export function CommandPalette() {
  const [isOpen, setOpen] = useState(false);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const isOurs =
        (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key === "k";
      if (!isOurs || event.defaultPrevented || document.querySelector('[data-palette="own"]')) return;
      event.preventDefault();
      setOpen((now) => !now);
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, []);
  return (
    <>
      <UnstyledButton
        className={classes.opener}
        aria-keyshortcuts="Control+K"
        onClick={() => setOpen(true)}
        data-tour="search"
        data-testid="open-search"
      >
        <IconSearch size={16} aria-hidden="true" />
        <span className={classes.openerText}>Search</span>
        <kbd className={classes.keys}>Ctrl K</kbd>
      </UnstyledButton>
      {isOpen && <PaletteDialog onClose={() => setOpen(false)} />}
    </>
  );
}
