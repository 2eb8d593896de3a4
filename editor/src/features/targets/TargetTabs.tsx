// The two pages of targets: the machines, and groups of them.
import { Link } from "@tanstack/react-router";
import classes from "./Targets.module.css";

const EXACT = { exact: true, includeSearch: false };

export function TargetTabs() {
  return (
    <nav className={classes.tabs} aria-label="Targets and groups">
      <Link to="/targets" activeOptions={EXACT}>
        Machines
      </Link>
      <Link to="/targets/groups" activeOptions={EXACT}>
        Groups
      </Link>
    </nav>
  );
}
