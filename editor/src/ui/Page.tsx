// The frame of a list or form page: a title, its actions, the content.
import { Group, Stack, Title } from "@mantine/core";
import type { ReactNode } from "react";

export function Page({
  title,
  actions,
  children,
}: {
  title: string;
  actions?: ReactNode;
  children: ReactNode;
}) {
  return (
    <Stack gap="md" p="lg" maw={1280} mx="auto" w="100%">
      <Group justify="space-between" mih={36}>
        <Title order={1}>{title}</Title>
        <Group gap="xs">{actions}</Group>
      </Group>
      {children}
    </Stack>
  );
}
