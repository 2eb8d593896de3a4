// Providers around the router.
import "@mantine/core/styles.css";
import "@mantine/notifications/styles.css";
import "../ui/tokens.css";
import { MantineProvider } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { queryClient } from "../api/queryClient";
import { lazily } from "../ui/lazily";
import { PickersContext } from "../ui/pick/pickers";
import { cssVariablesResolver, theme } from "../ui/theme";
import { pickers } from "./pickers";
import { router } from "./router";

const Notifications = lazily(() => import("./lazy/notifications"), 0);

export function App() {
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariablesResolver} defaultColorScheme="auto">
      <Notifications position="bottom-right" limit={4} />
      <QueryClientProvider client={queryClient}>
        <PickersContext value={pickers}>
          <RouterProvider router={router} />
        </PickersContext>
      </QueryClientProvider>
    </MantineProvider>
  );
}
