// What was used lately, kept in the browser: node types for quick-add, entries for the command palette.
import { usedNow } from "../../core/search";

function read(place: string): string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(place) ?? "[]");
    return Array.isArray(kept) ? kept.filter((item) => typeof item === "string") : [];
  } catch {
    return [];
  }
}

function note(place: string, id: string): void {
  try {
    localStorage.setItem(place, JSON.stringify(usedNow(read(place), id)));
  } catch {
    // The browser's room is full or closed to pages: the order stays as it is.
  }
}

const TYPES = "opsconductor.recent.types";
const ENTRIES = "opsconductor.recent.entries";

export const recentTypes = () => read(TYPES);
export const noteType = (type: string) => note(TYPES, type);
export const recentEntries = () => read(ENTRIES);
export const noteEntry = (id: string) => note(ENTRIES, id);
