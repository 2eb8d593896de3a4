// What a session is used with, guessed from what the client calls itself.

export interface Device {
  name: string;
  kind: "computer" | "phone" | "program";
}

type Known = readonly (readonly [pattern: RegExp, name: string])[];

/** Browsers name those they descend from as well, so the youngest come first. */
const BROWSERS: Known = [
  [/Edg(e|A|iOS)?\//, "Edge"],
  [/OPR\/|Opera/, "Opera"],
  [/SamsungBrowser\//, "Samsung Internet"],
  [/Firefox\/|FxiOS\//, "Firefox"],
  [/Chrome\/|CriOS\/|Chromium\//, "Chrome"],
  [/Safari\//, "Safari"],
];

const SYSTEMS: Known = [
  [/iPhone/, "iPhone"],
  [/iPad/, "iPad"],
  [/Android/, "Android"],
  [/Windows/, "Windows"],
  [/CrOS/, "ChromeOS"],
  [/Mac OS X|Macintosh/, "macOS"],
  [/Linux|X11/, "Linux"],
];

export function deviceOf(agent: string | null | undefined): Device {
  const text = agent?.trim() ?? "";
  const browser = find(BROWSERS, text);
  const system = find(SYSTEMS, text);
  if (!browser) return { name: programIn(text) ?? "Unknown device", kind: "program" };
  const isHeld = /iPhone|iPad|Android|Mobile/.test(text);
  return { name: system ? `${browser} on ${system}` : browser, kind: isHeld ? "phone" : "computer" };
}

function find(known: Known, text: string): string | undefined {
  return known.find(([pattern]) => pattern.test(text))?.[1];
}

/** Programs call themselves `name/version`. */
function programIn(text: string): string | undefined {
  return /^[^\s/()]+/.exec(text)?.[0];
}
