// The page around what one sees before one is logged in.
import { Group, Paper, Stack, Title } from "@mantine/core";
import type { ReactNode } from "react";
import { Brand } from "../../ui/Brand";
import classes from "./Frame.module.css";

export function Frame({ children, below }: { children: ReactNode; below?: ReactNode }) {
  return (
    <main className={classes.page}>
      <Stack gap="lg" className={classes.column}>
        <Group gap="sm" justify="center">
          <Brand size={32} />
          <Title order={1} fz={22}>
            OpsConductor
          </Title>
        </Group>
        <Paper p="xl" radius="lg" className={classes.card}>
          {children}
        </Paper>
        {below}
      </Stack>
    </main>
  );
}
