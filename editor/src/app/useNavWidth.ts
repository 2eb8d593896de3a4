// Whether the menu shows words beside its icons: remembered in this browser, for lists and for the editor apart.
import { useState } from "react";

const keyOf = (isFull: boolean) => `opsconductor.nav.${isFull ? "full" : "lists"}`;

function read(isFull: boolean): boolean {
  try {
    return (localStorage.getItem(keyOf(isFull)) ?? (isFull ? "narrow" : "wide")) === "wide";
  } catch {
    return !isFull;
  }
}

export function useNavWidth(isFull: boolean): [boolean, () => void] {
  const [, setTurns] = useState(0);
  const isWide = read(isFull);
  const toggle = () => {
    try {
      localStorage.setItem(keyOf(isFull), isWide ? "narrow" : "wide");
    } catch {
      // A browser that keeps nothing keeps the menu as it is.
    }
    setTurns((count) => count + 1);
  };
  return [isWide, toggle];
}
