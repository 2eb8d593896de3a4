// One matter of the profile, under a heading of its own.
import { Title } from "@mantine/core";
import { type ReactNode, useId } from "react";
import classes from "./Profile.module.css";

interface Props {
  title: string;
  action?: ReactNode;
  children: ReactNode;
}

export function Card({ title, action, children }: Props) {
  const id = useId();
  return (
    <section className={classes.card} aria-labelledby={id}>
      <div className={classes.head}>
        <Title order={2} id={id}>
          {title}
        </Title>
        {action}
      </div>
      {children}
    </section>
  );
}
