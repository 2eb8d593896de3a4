// What is known of a thing, each by its name.
import { Fragment, type ReactNode } from "react";
import classes from "./Facts.module.css";

export type Fact = readonly [name: string, value: ReactNode];

export function Facts({ rows, ...rest }: { rows: readonly Fact[]; "data-testid"?: string }) {
  return (
    <dl className={classes.facts} {...rest}>
      {rows.map(([name, value]) => (
        <Fragment key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </Fragment>
      ))}
    </dl>
  );
}
