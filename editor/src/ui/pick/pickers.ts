// Fields that choose machines and stored credentials. The application puts them in: they ask the server.
import type { InputWrapperProps } from "@mantine/core";
import { type ComponentType, createContext, useContext } from "react";

interface Shared
  extends Pick<
    InputWrapperProps,
    "label" | "description" | "error" | "withAsterisk" | "inputWrapperOrder" | "aria-label"
  > {
  "data-testid": string;
  placeholder?: string;
}

export interface TextPickerProps extends Shared {
  value: string;
  /** Texts that are chosen elsewhere, offered too. */
  others?: readonly string[];
  onText: (text: string) => void;
}

export interface CredentialPickerProps extends TextPickerProps {
  /** Which types are offered; all where nothing is said. */
  types?: readonly string[];
}

export interface TargetsPickerProps extends Shared {
  value: readonly string[];
  onChange: (selectors: string[]) => void;
  /** Hears how many machines that is, once it is known. */
  onCount?: (count: number | undefined) => void;
}

export interface Pickers {
  /** One selector: a machine, a group, a tag. */
  Target: ComponentType<TextPickerProps>;
  /** Several selectors. */
  Targets: ComponentType<TargetsPickerProps>;
  Credential: ComponentType<CredentialPickerProps>;
}

export const PickersContext = createContext<Pickers | null>(null);

/** Nothing where no server can be asked. */
export function usePickers(): Pickers | null {
  return useContext(PickersContext);
}
