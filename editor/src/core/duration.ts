// Seconds in the unit that people would use.

export const UNITS: readonly { label: string; seconds: number }[] = [
  { label: "seconds", seconds: 1 },
  { label: "minutes", seconds: 60 },
  { label: "hours", seconds: 3600 },
  { label: "days", seconds: 86_400 },
];

/** In the chosen unit, or in the largest one that gives a whole number. */
export function durationParts(seconds: number, chosen: number | null): { amount: number; unit: number } {
  const whole = UNITS.findLast((unit) => seconds !== 0 && Number.isInteger(seconds / unit.seconds));
  const unit = chosen ?? whole?.seconds ?? 1;
  return { amount: Number((seconds / unit).toPrecision(12)), unit };
}
