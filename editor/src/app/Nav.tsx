// The pages of the application: beside the content, or in a drawer where there is no room.
import { Drawer, UnstyledButton } from "@mantine/core";
import IconKey from "@tabler/icons-react/dist/esm/icons/IconKey.mjs";
import IconLayoutDashboard from "@tabler/icons-react/dist/esm/icons/IconLayoutDashboard.mjs";
import IconLayoutSidebarLeftCollapse from "@tabler/icons-react/dist/esm/icons/IconLayoutSidebarLeftCollapse.mjs";
import IconLayoutSidebarLeftExpand from "@tabler/icons-react/dist/esm/icons/IconLayoutSidebarLeftExpand.mjs";
import IconPlayerPlay from "@tabler/icons-react/dist/esm/icons/IconPlayerPlay.mjs";
import IconRoute from "@tabler/icons-react/dist/esm/icons/IconRoute.mjs";
import IconServer2 from "@tabler/icons-react/dist/esm/icons/IconServer2.mjs";
import IconTemplate from "@tabler/icons-react/dist/esm/icons/IconTemplate.mjs";
import IconVariable from "@tabler/icons-react/dist/esm/icons/IconVariable.mjs";
import { Link } from "@tanstack/react-router";
import { isAdmin, useSession } from "../api/session";
import classes from "./Shell.module.css";

const EXACT = { exact: true };
const ENTRIES = [
  { to: "/", label: "Dashboard", icon: IconLayoutDashboard },
  { to: "/flows", label: "Flows", icon: IconRoute },
  { to: "/runs", label: "Runs", icon: IconPlayerPlay },
  { to: "/targets", label: "Targets", icon: IconServer2 },
  { to: "/templates", label: "Templates", icon: IconTemplate },
  { to: "/variables", label: "Variables", icon: IconVariable },
  { to: "/credentials", label: "Credentials", icon: IconKey, isForAdmins: true },
] as const;

function Entries({ onGo }: { onGo?: () => void }) {
  const seesAll = useSession(isAdmin);
  const entries = ENTRIES.filter((entry) => seesAll || !("isForAdmins" in entry));
  return entries.map(({ to, label, icon: Icon }) => (
    <Link
      key={to}
      to={to}
      activeOptions={to === "/" ? EXACT : undefined}
      className={classes.entry}
      onClick={onGo}
      title={label}
    >
      <Icon size={20} aria-hidden="true" />
      <span>{label}</span>
    </Link>
  ));
}

interface Props {
  isWide: boolean;
  onToggle: () => void;
}

export function SideNav({ isWide, onToggle }: Props) {
  const Icon = isWide ? IconLayoutSidebarLeftCollapse : IconLayoutSidebarLeftExpand;
  const label = isWide ? "Narrow the menu" : "Widen the menu";
  return (
    <nav className={classes.nav} aria-label="Main">
      <Entries />
      <UnstyledButton
        className={`${classes.entry} ${classes.collapse}`}
        aria-expanded={isWide}
        aria-label={label}
        title={label}
        onClick={onToggle}
        data-testid="nav-toggle"
      >
        <Icon size={20} aria-hidden="true" />
        <span>Narrow</span>
      </UnstyledButton>
    </nav>
  );
}

export function NavDrawer({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  return (
    <Drawer
      opened={isOpen}
      onClose={onClose}
      size={260}
      title="OpsConductor"
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <nav aria-label="Main" className={classes.drawer}>
        <Entries onGo={onClose} />
      </nav>
    </Drawer>
  );
}
