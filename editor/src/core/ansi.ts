// Terminal colours in log lines: escape sequences become styled pieces of text, everything else is dropped.

export interface Piece {
  text: string;
  color?: string;
  bold?: boolean;
}

const ESC = String.fromCharCode(27);
const SEQUENCE = new RegExp(
  `${ESC}(?:\\[([0-9;?]*)([A-Za-z])|\\][^\\u0007${ESC}]*(?:\\u0007|${ESC}\\\\)|[@-Z\\\\-_])`,
  "g",
);
const NAMES = ["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"];

export function parseAnsi(line: string): Piece[] {
  if (!line.includes(ESC)) return [{ text: line }];
  const pieces: Piece[] = [];
  let style: Omit<Piece, "text"> = {};
  let at = 0;
  for (const match of line.matchAll(SEQUENCE)) {
    if (match.index > at) pieces.push({ text: line.slice(at, match.index), ...style });
    if (match[2] === "m") style = restyle(style, match[1] ?? "");
    at = match.index + match[0].length;
  }
  if (at < line.length) pieces.push({ text: line.slice(at), ...style });
  return pieces;
}

function restyle(style: Omit<Piece, "text">, codes: string): Omit<Piece, "text"> {
  let next = style;
  for (const code of codes.split(";").map(Number)) {
    if (code === 0) next = {};
    else if (code === 1) next = { ...next, bold: true };
    else if (code === 22) next = { ...next, bold: undefined };
    else if (code === 39) next = { ...next, color: undefined };
    else if (code >= 30 && code <= 37) next = { ...next, color: NAMES[code - 30] };
    else if (code >= 90 && code <= 97) next = { ...next, color: NAMES[code - 90] };
  }
  return next;
}
