// How much room is left around a flow that is shown whole: enough for the frames behind its outer nodes.

export const FIT = {
  padding: { top: "64px", right: "48px", bottom: "48px", left: "48px" },
  maxZoom: 1,
} as const;
