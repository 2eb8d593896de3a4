// The tokens as colours that a drawing on a canvas can use; read again when the theme changes.
import { useComputedColorScheme } from "@mantine/core";
import { useMemo } from "react";

export type Colors = (token: string) => string;

export function useColors(): Colors {
  const scheme = useComputedColorScheme("light");
  return useMemo(() => reader(scheme), [scheme]);
}

function reader(_scheme: string): Colors {
  const known = new Map<string, string>();
  let style: CSSStyleDeclaration | undefined;
  return (token) => {
    const cached = known.get(token);
    if (cached) return cached;
    style ??= getComputedStyle(document.documentElement);
    const color = style.getPropertyValue(`--oc-${token}`).trim();
    if (color) known.set(token, color);
    return color || colorOf(token, known);
  };
}

/** A category that has no colour of its own looks like code. */
function colorOf(token: string, known: ReadonlyMap<string, string>): string {
  return (token.startsWith("cat-") && known.get("cat-code")) || "gray";
}
