// The look of Mantine components: our accent, our neutrals, our sizes.
import {
  Alert,
  Button,
  type CSSVariablesResolver,
  createTheme,
  type MantineColorsTuple,
} from "@mantine/core";

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

const gray: MantineColorsTuple = [
  "#f6f7f9",
  "#eef1f5",
  "#d9dee7",
  "#c8cfda",
  "#aeb7c5",
  "#7a8394",
  "#545d6e",
  "#3d4554",
  "#2a303d",
  "#1a1f2b",
];

const dark: MantineColorsTuple = [
  "#e8ebf1",
  "#c3cad6",
  "#a6afbf",
  "#6f7a8e",
  "#323949",
  "#2b3140",
  "#1b1f29",
  "#1b1f29",
  "#151922",
  "#12151c",
];

export const theme = createTheme({
  respectReducedMotion: true,
  colors: { accent, red, gray, dark },
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
    // A menu holds its items only.
    Menu: { defaultProps: { withInitialFocusPlaceholder: false } },
    Modal: {
      defaultProps: {
        centered: true,
        closeButtonProps: { "aria-label": "Close" },
        overlayProps: { backgroundOpacity: 0.45 },
        // The page has one banner already.
        attributes: { header: { role: "none" } },
      },
    },
    Button: Button.extend({
      defaultProps: { size: "sm" },
      vars: (_theme, { variant = "filled" }) => ({
        root: variant === "filled" ? { "--button-color": "var(--oc-on-accent)" } : {},
      }),
    }),
    Alert: Alert.extend({
      vars: (_theme, { color }) => {
        const tone = color === "yellow" ? "var(--oc-st-warning)" : "var(--oc-st-failed)";
        return {
          root: {
            "--alert-bg": `color-mix(in srgb, ${tone} 8%, var(--oc-surface))`,
            "--alert-bd": `1px solid color-mix(in srgb, ${tone} 45%, transparent)`,
            "--alert-color": tone,
          },
        };
      },
    }),
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
  "--mantine-color-disabled": "var(--oc-raised)",
  "--mantine-color-disabled-color": "var(--oc-muted)",
  "--mantine-color-disabled-border": "var(--oc-line)",
  "--mantine-color-error": "var(--oc-st-failed)",
  "--mantine-color-anchor": "var(--oc-accent)",
  "--mantine-primary-color-contrast": "var(--oc-on-accent)",
};

export const cssVariablesResolver: CSSVariablesResolver = () => ({
  variables: {},
  light: shared,
  dark: shared,
});
