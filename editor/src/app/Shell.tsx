// The frame around every page: skip link, top bar, navigation, content.
import { ActionIcon } from "@mantine/core";
import IconMenu2 from "@tabler/icons-react/dist/esm/icons/IconMenu2.mjs";
import { Link, Outlet, useLocation } from "@tanstack/react-router";
import { Suspense, useEffect, useState } from "react";
import { PasswordBanner, SessionEnded, UserMenu } from "../features/session";
import { Tour } from "../features/tour";
import { Brand } from "../ui/Brand";
import { LoadingRows } from "../ui/states";
import { Breadcrumb } from "./Breadcrumb";
import { CommandPalette } from "./CommandPalette";
import { NavDrawer, SideNav } from "./Nav";
import { OfflineBanner } from "./OfflineBanner";
import { QueueChip } from "./QueueChip";
import classes from "./Shell.module.css";
import { useNavWidth } from "./useNavWidth";

const SOON_MS = 1_500;

export function Shell({ onIdle }: { onIdle: () => void }) {
  useEffect(() => {
    const timer = setTimeout(onIdle, SOON_MS);
    return () => clearTimeout(timer);
  }, [onIdle]);
  const [isDrawerOpen, setDrawerOpen] = useState(false);
  const isFull = useLocation({ select: (location) => /^\/(flows|runs)\/./.test(location.pathname) });
  const [isWide, toggleNav] = useNavWidth(isFull);
  return (
    <div className={classes.shell} data-wide={isWide}>
      <a href="#content" className={classes.skip}>
        Skip to content
      </a>
      <header className={classes.bar}>
        <ActionIcon
          variant="subtle"
          color="gray"
          className={classes.menu}
          aria-label="Navigation"
          aria-expanded={isDrawerOpen}
          onClick={() => setDrawerOpen(true)}
        >
          <IconMenu2 size={20} />
        </ActionIcon>
        <Link to="/" className={classes.brand} aria-label="OpsConductor">
          <Brand />
          <span>OpsConductor</span>
        </Link>
        <Breadcrumb />
        <CommandPalette />
        <QueueChip />
        <UserMenu />
      </header>
      <SideNav isWide={isWide} onToggle={toggleNav} />
      <NavDrawer isOpen={isDrawerOpen} onClose={() => setDrawerOpen(false)} />
      <main id="content" className={classes.content} tabIndex={-1}>
        <OfflineBanner />
        <PasswordBanner />
        <div className={classes.page}>
          <Suspense fallback={<PageLoading />}>
            <Outlet />
          </Suspense>
        </div>
      </main>
      <Tour />
      <SessionEnded />
    </div>
  );
}

/** A page has a heading also while it is fetched. */
function PageLoading() {
  return (
    <>
      <h1 className="oc-sr-only">Loading</h1>
      <LoadingRows rows={5} />
    </>
  );
}
