// What origins and kinds of templates are called.
import type { Origin, TemplateKind } from "../../core/templates";

export const ORIGINS: { readonly [origin in Origin]: string } = {
  own: "own",
  shared: "shared",
  shipped: "shipped",
};

export const KINDS: { readonly [kind in TemplateKind]: string } = {
  flow: "Whole flow",
  pattern: "Part of a flow",
};
