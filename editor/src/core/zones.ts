// Moments by the clocks of a time zone.

export function zoneHere(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** Day and time, with seconds where there are any; the zone's own name tells the two hours of a clock change apart. */
export function timeIn(iso: string, timeZone: string): string {
  const date = new Date(iso);
  const options: Intl.DateTimeFormatOptions = {
    weekday: "short",
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    second: date.getUTCSeconds() === 0 ? undefined : "2-digit",
    timeZoneName: "short",
  };
  try {
    return new Intl.DateTimeFormat(undefined, { ...options, timeZone }).format(date);
  } catch {
    return "This browser does not know the time zone.";
  }
}
