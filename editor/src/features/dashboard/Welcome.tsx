// Before the first run: what this is, examples one press away, and the tour.
import { Button, Group, Text, Title } from "@mantine/core";
import IconMap2 from "@tabler/icons-react/dist/esm/icons/IconMap2.mjs";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { canEdit, useSession } from "../../api/session";
import { startTour } from "../../core/tour";
import classes from "./Dashboard.module.css";

export function Welcome({ examples }: { examples: ReactNode }) {
  const mayEdit = useSession(canEdit);
  return (
    <section className={classes.welcome} aria-labelledby="welcome" data-testid="welcome">
      <Title order={2} id="welcome">
        Run your first flow
      </Title>
      <Text size="sm" maw={640}>
        A flow is a drawing of steps that the server runs for you.{" "}
        {mayEdit
          ? "Press an example to get a copy of it, then press Run."
          : "People with the role operator or admin can make and run them."}
      </Text>
      {mayEdit && examples}
      <Group gap="xs">
        <Button
          variant="default"
          leftSection={<IconMap2 size={16} />}
          onClick={startTour}
          data-testid="start-tour"
        >
          Take the tour, one minute
        </Button>
        {mayEdit && (
          <Link to="/flows" search={{ new: "blank" }}>
            <Button component="span" variant="subtle">
              Begin with an empty flow
            </Button>
          </Link>
        )}
      </Group>
    </section>
  );
}
