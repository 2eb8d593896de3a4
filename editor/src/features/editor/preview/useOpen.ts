// Whether the preview is open: remembered in this browser.
import { useState } from "react";

const KEY = "opsconductor.preview";

function read(): boolean {
  try {
    return localStorage.getItem(KEY) !== "closed";
  } catch {
    return true;
  }
}

export function useOpen(): [boolean, () => void] {
  const [isOpen, setOpen] = useState(read);
  const toggle = () => {
    setOpen(!isOpen);
    try {
      localStorage.setItem(KEY, isOpen ? "closed" : "open");
    } catch {
      // A browser that keeps nothing opens it the next time.
    }
  };
  return [isOpen, toggle];
}
