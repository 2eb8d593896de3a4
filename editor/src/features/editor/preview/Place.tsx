// One place of a notice: its text with the example data, or why there is none.
import { createContext, type ReactNode, useContext } from "react";
import type { Json } from "../../../core/document";
import { Line } from "../expression/LiveResult";
import classes from "./Preview.module.css";
import type { Look } from "./useLook";

export const LookContext = createContext<Look>(() => undefined);

interface Props {
  value: Json;
  /** Stands there where the text is empty. */
  none?: string;
  children?: (text: string) => ReactNode;
}

export function Place({ value, none, children = (text) => text }: Props) {
  const live = useContext(LookContext)(value);
  if (live && live.found?.value === undefined) return <Line {...live} />;
  const text = textOf(live?.found?.value ?? value);
  return text === "" && none !== undefined ? <span className={classes.none}>{none}</span> : children(text);
}

function textOf(value: Json): string {
  if (value === null) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}
