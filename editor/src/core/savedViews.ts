// Filters a person gave a name, kept in this browser.

export interface SavedView {
  name: string;
  search: { [name: string]: string };
}

const MOST = 50;

const keyOf = (list: string) => `opsconductor.views.${list}`;

export function readViews(list: string, storage: Storage = localStorage): SavedView[] {
  try {
    const value: unknown = JSON.parse(storage.getItem(keyOf(list)) ?? "[]");
    return Array.isArray(value) ? value.filter(isView) : [];
  } catch {
    return [];
  }
}

function isView(value: unknown): value is SavedView {
  const view = value as SavedView | null;
  return typeof view?.name === "string" && typeof view.search === "object" && view.search !== null;
}

/** A view of the same name is replaced. */
export function withView(views: readonly SavedView[], view: SavedView): SavedView[] {
  return [...views.filter((one) => one.name !== view.name), view].slice(-MOST);
}

export function writeViews(list: string, views: readonly SavedView[], storage: Storage = localStorage): void {
  try {
    storage.setItem(keyOf(list), JSON.stringify(views));
  } catch {
    // A browser that keeps nothing shows the views until the page is left.
  }
}
