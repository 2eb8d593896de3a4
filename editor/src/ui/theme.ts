// The look of Mantine components: our accent, our neutrals, our sizes.
import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from "@mantine/core";

const accent: MantineColorsTuple = [
  "#eef2ff",
  "#e0e7ff",
  "#c7d2fe",
  "#a5b4fc",
  "#818cf8",
  "#6366f1",
  "#4338ca",
  "#3730a3",
  "#312e81",
  "#1e1b4b",
];

const red: MantineColorsTuple = [
  "#fef3f2",
  "#fee4e2",
  "#fecdca",
  "#ff8a80",
  "#f97066",
  "#d92d20",
  "#b42318",
  "#912018",
  "#7a271a",
  "#55160c",
];

export const theme = createTheme({
  colors: { accent, red },
  primaryColor: "accent",
  primaryShade: { light: 6, dark: 3 },
  autoContrast: true,
  luminanceThreshold: 0.35,
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif',
  fontFamilyMonospace:
    'ui-monospace, "Cascadia Code", "JetBrains Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace',
  defaultRadius: "md",
  fontSizes: { xs: "12px", sm: "13px", md: "14px", lg: "16px", xl: "20px" },
  headings: {
    fontWeight: "650",
    sizes: { h1: { fontSize: "20px" }, h2: { fontSize: "16px" }, h3: { fontSize: "14px" } },
  },
  components: {
    TextInput: { defaultProps: { size: "sm" } },
    Select: { defaultProps: { size: "sm", comboboxProps: { shadow: "md" } } },
    Tooltip: { defaultProps: { openDelay: 400, withArrow: true, fz: 12 } },
    Modal: { defaultProps: { centered: true, overlayProps: { backgroundOpacity: 0.45 } } },
    Button: { defaultProps: { size: "sm" } },
  },
});

const shared = {
  "--mantine-color-body": "var(--oc-surface)",
  "--mantine-color-text": "var(--oc-text)",
  "--mantine-color-bright": "var(--oc-text)",
  "--mantine-color-dimmed": "var(--oc-muted)",
  "--mantine-color-placeholder": "var(--oc-muted)",
  "--mantine-color-default": "var(--oc-surface)",
  "--mantine-color-default-hover": "var(--oc-raised)",
  "--mantine-color-default-color": "var(--oc-text)",
  "--mantine-color-default-border": "var(--oc-border)",
  "--mantine-color-error": "var(--oc-st-failed)",
  "--mantine-color-anchor": "var(--oc-accent)",
  "--mantine-primary-color-contrast": "var(--oc-on-accent)",
};

export const cssVariablesResolver: CSSVariablesResolver = () => ({
  variables: {},
  light: shared,
  dark: shared,
});
