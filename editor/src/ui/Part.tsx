// A part of a sheet or a long form, under a heading of its own.
import { Group, Stack, Title } from "@mantine/core";
import { type ReactNode, useId } from "react";

interface Props {
  title: string;
  action?: ReactNode;
  children: ReactNode;
  "data-testid"?: string;
}

export function Part({ title, action, children, ...rest }: Props) {
  const id = useId();
  return (
    <Stack component="section" gap="sm" aria-labelledby={id} {...rest}>
      <Group justify="space-between" gap="xs">
        <Title order={3} id={id}>
          {title}
        </Title>
        {action}
      </Group>
      {children}
    </Stack>
  );
}
