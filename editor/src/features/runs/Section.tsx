// A part of the panel beside a run, under a heading.
import { Text } from "@mantine/core";
import type { ReactNode } from "react";

export function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title}>
      <Text fw={650} mb="xs">
        {title}
      </Text>
      {children}
    </section>
  );
}
