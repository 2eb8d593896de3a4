// What kind of machine it is: a mark with a shape and a colour of its own, and the word for whoever cannot see it.
import IconBrandWindows from "@tabler/icons-react/dist/esm/icons/IconBrandWindows.mjs";
import IconDevices from "@tabler/icons-react/dist/esm/icons/IconDevices.mjs";
import IconPrompt from "@tabler/icons-react/dist/esm/icons/IconPrompt.mjs";
import IconRouter from "@tabler/icons-react/dist/esm/icons/IconRouter.mjs";
import IconServer2 from "@tabler/icons-react/dist/esm/icons/IconServer2.mjs";
import { OS_TYPES, wordFor } from "../core/targets";

const OTHER = { icon: IconDevices, colour: "--oc-cat-code" };
const LOOKS: { readonly [os: string]: typeof OTHER } = {
  linux: { icon: IconPrompt, colour: "--oc-cat-control" },
  windows: { icon: IconBrandWindows, colour: "--oc-cat-remote" },
  unix: { icon: IconServer2, colour: "--oc-cat-database" },
  network_device: { icon: IconRouter, colour: "--oc-cat-data" },
};

interface Props {
  os: string;
  size?: number;
  /** Leave out the spoken label where the word stands beside it. */
  decorative?: boolean;
}

export function OsMark({ os, size = 18, decorative }: Props) {
  const { icon: Icon, colour } = LOOKS[os] ?? OTHER;
  return (
    <Icon
      size={size}
      color={`var(${colour})`}
      role={decorative ? undefined : "img"}
      aria-hidden={decorative}
      aria-label={decorative ? undefined : wordFor(OS_TYPES, os)}
    />
  );
}
