// The first page: log in, then go on to the place you wanted.
import { Anchor, Group, Paper, Stack, Text, Title } from "@mantine/core";
import { Brand } from "../../ui/Brand";
import { LoginForm } from "./LoginForm";
import classes from "./LoginPage.module.css";

export function LoginPage({ onDone }: { onDone: () => void }) {
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
          <LoginForm onDone={onDone} />
        </Paper>
        <Text size="sm" c="dimmed" ta="center">
          First time? The password is printed where the server was started.{" "}
          <Anchor href="/api/v1/docs" size="sm" underline="always">
            API documentation
          </Anchor>
        </Text>
      </Stack>
    </main>
  );
}
