// What a user action is: buttons, shortcuts and the key help read nothing else.
import type { Icon } from "@tabler/icons-react";

export interface Action<Context> {
  id: string;
  label: string;
  icon: Icon;
  keys: string[];
  isEnabled: (context: Context) => boolean;
  run: (context: Context) => void | Promise<unknown>;
}
