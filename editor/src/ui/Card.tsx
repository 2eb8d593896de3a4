// One matter of a page, in a frame under a heading of its own, with what can be done about it beside the heading.
import { Title } from "@mantine/core";
import { type ReactNode, useId } from "react";
import classes from "./Card.module.css";

interface CardProps {
  title: string;
  action?: ReactNode;
  children: ReactNode;
  "data-testid"?: string;
}

export function Card({ title, action, children, ...rest }: CardProps) {
  const id = useId();
  return (
    <section className={classes.card} aria-labelledby={id} {...rest}>
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
