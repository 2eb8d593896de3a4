// A few words beside the things they are about. It can be left at any time and taken again from the account menu.
import { Button, CloseButton, Group, Paper, Text, Title } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { useStore } from "zustand";
import { canEdit, useSession } from "../../api/session";
import { endTour, goToStep, tour } from "../../core/tour";
import { STEPS, type TourStep } from "./steps";
import classes from "./Tour.module.css";
import { useAnchor } from "./useAnchor";

export function Tour() {
  const index = useStore(tour, (state) => state.step);
  const step = index === null ? undefined : STEPS[index];
  return index === null || !step ? null : <Stop key={index} index={index} step={step} />;
}

function Stop({ index, step }: { index: number; step: TourStep }) {
  const navigate = useNavigate();
  const mayEdit = useSession(canEdit);
  const card = useRef<HTMLDivElement>(null);
  const place = useAnchor(step.target, card);
  const isLast = index === STEPS.length - 1;
  const { to } = step;
  useEffect(() => {
    if (to) navigate({ to });
  }, [to, navigate]);
  useEffect(() => card.current?.focus(), []);
  const finish = () => {
    endTour();
    if (mayEdit) navigate({ to: "/flows", search: { new: "example" } });
  };
  return (
    <>
      {place.ring && <div className={classes.ring} style={place.ring} aria-hidden="true" />}
      <Paper
        ref={card}
        className={classes.card}
        style={place.card}
        shadow="md"
        withBorder
        p="md"
        role="dialog"
        aria-labelledby="tour-title"
        aria-describedby="tour-text"
        tabIndex={-1}
        onKeyDown={(event) => event.key === "Escape" && endTour()}
        data-testid="tour"
      >
        <Group justify="space-between" wrap="nowrap">
          <Title order={2} id="tour-title">
            {step.title}
          </Title>
          <CloseButton aria-label="Leave the tour" onClick={endTour} />
        </Group>
        <Text size="sm" my="sm" id="tour-text">
          {step.text}
        </Text>
        <Group justify="space-between" gap="xs">
          <Text size="xs" c="dimmed">
            {index + 1} of {STEPS.length}
          </Text>
          <Group gap="xs">
            {index > 0 && (
              <Button size="xs" variant="default" onClick={() => goToStep(index - 1)}>
                Back
              </Button>
            )}
            <Button size="xs" onClick={isLast ? finish : () => goToStep(index + 1)} data-testid="tour-next">
              {!isLast ? "Next" : mayEdit ? "Show the examples" : "Done"}
            </Button>
          </Group>
        </Group>
      </Paper>
    </>
  );
}
