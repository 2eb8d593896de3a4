// The frame of a list or form page: a title, its actions, the content.
import { Group, Stack, Title } from "@mantine/core";
import { type ReactNode, useEffect } from "react";
import classes from "./Page.module.css";

interface Props {
  title: string;
  actions?: ReactNode;
  /** As wide and as high as the window, for lists that scroll by themselves. */
  isFull?: boolean;
  children: ReactNode;
}

export function Page({ title, actions, isFull, children }: Props) {
  useEffect(() => {
    document.title = `${title} · OpsConductor`;
  }, [title]);
  return (
    <Stack gap="md" className={classes.page} data-full={isFull}>
      <Group justify="space-between" mih={36} gap="xs">
        <Title order={1}>{title}</Title>
        <Group gap="xs">{actions}</Group>
      </Group>
      {children}
    </Stack>
  );
}
