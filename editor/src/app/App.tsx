// Providers around the router.
import "@mantine/core/styles.css";
import "@mantine/notifications/styles.css";
import "../ui/tokens.css";
import { MantineProvider } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { queryClient } from "../api/queryClient";
import { cssVariablesResolver, theme } from "../ui/theme";
import { router } from "./router";

const Notifications = lazy(() => import("./lazy/notifications"));

export function App() {
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariablesResolver} defaultColorScheme="auto">
      <Suspense fallback={null}>
        <Notifications position="bottom-right" limit={4} />
      </Suspense>
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  );
}
