// What the tour shows, where, and in which order.

export interface TourStep {
  title: string;
  text: string;
  /** The page it is on; where it is anywhere, none. */
  to?: "/" | "/flows" | "/runs";
  /** What it points at. Not there (on a small screen, or for a viewer), the step stands in the middle. */
  target?: string;
}

export const STEPS: readonly TourStep[] = [
  {
    title: "What needs you",
    text: "This page shows first what failed or waits for somebody, then what runs. Every number leads to the list behind it.",
    to: "/",
    target: '[data-testid="needs-you"], [data-testid="welcome"]',
  },
  {
    title: "Flows",
    text: "A flow is a drawing of steps. Make one from scratch, from an example or from a file. Saving keeps every version.",
    to: "/flows",
    target: '[data-testid="create-flow"]',
  },
  {
    title: "Runs",
    text: "Every run is kept here with its steps, data and log. Press “Failed” to see only what failed.",
    to: "/runs",
    target: '[data-testid="facet-status-failed"]',
  },
  {
    title: "Find anything",
    text: "Press Ctrl+K anywhere to go to a page, a flow or a run by typing a part of its name.",
    target: '[data-tour="search"]',
  },
  {
    title: "Now run one",
    text: "Take an example: you get a copy of it in the editor. There, press Run at the top right and watch the steps light up.",
    to: "/flows",
    target: '[data-testid="create-flow"]',
  },
];
