// The frame around every page: skip link, top bar, navigation, content.
import { ActionIcon } from "@mantine/core";
import IconMenu2 from "@tabler/icons-react/dist/esm/icons/IconMenu2.mjs";
import IconPlayerPlay from "@tabler/icons-react/dist/esm/icons/IconPlayerPlay.mjs";
import IconRoute from "@tabler/icons-react/dist/esm/icons/IconRoute.mjs";
import IconVariable from "@tabler/icons-react/dist/esm/icons/IconVariable.mjs";
import { Link, Outlet, useLocation } from "@tanstack/react-router";
import { Suspense, useState } from "react";
import { PasswordBanner, SessionEnded, UserMenu } from "../features/session";
import { Brand } from "../ui/Brand";
import { LoadingRows } from "../ui/states";
import classes from "./Shell.module.css";

const ENTRIES = [
  { to: "/flows", label: "Flows", icon: IconRoute },
  { to: "/runs", label: "Runs", icon: IconPlayerPlay },
  { to: "/variables", label: "Variables", icon: IconVariable },
] as const;

export function Shell() {
  const [isNavOpen, setNavOpen] = useState(false);
  const isFull = useLocation({ select: (location) => /^\/(flows|runs)\/./.test(location.pathname) });
  return (
    <div className={classes.shell} data-full={isFull}>
      <a href="#content" className={classes.skip}>
        Skip to content
      </a>
      <header className={classes.bar}>
        <ActionIcon
          variant="subtle"
          color="gray"
          className={classes.menu}
          aria-label="Navigation"
          aria-expanded={isNavOpen}
          onClick={() => setNavOpen((open) => !open)}
        >
          <IconMenu2 size={20} />
        </ActionIcon>
        <Link to="/flows" className={classes.brand} aria-label="OpsConductor">
          <Brand />
          <span>OpsConductor</span>
        </Link>
        <div id="page-bar" className={classes.slot} />
        <UserMenu />
      </header>
      <nav className={classes.nav} data-open={isNavOpen} aria-label="Main">
        {ENTRIES.map(({ to, label, icon: Icon }) => (
          <Link key={to} to={to} className={classes.entry} onClick={() => setNavOpen(false)} title={label}>
            <Icon size={20} aria-hidden="true" />
            <span>{label}</span>
          </Link>
        ))}
      </nav>
      <main id="content" className={classes.content} tabIndex={-1}>
        <PasswordBanner />
        <div className={classes.page}>
          <Suspense fallback={<LoadingRows rows={5} />}>
            <Outlet />
          </Suspense>
        </div>
      </main>
      <SessionEnded />
    </div>
  );
}
