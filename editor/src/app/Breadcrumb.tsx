// Where this page is. A flow or a run adds its own name in the bar below.
import { Link, useLocation } from "@tanstack/react-router";
import classes from "./Shell.module.css";

const SECTIONS = [
  { to: "/flows", label: "Flows" },
  { to: "/runs", label: "Runs" },
  { to: "/targets", label: "Targets" },
  { to: "/templates", label: "Templates" },
  { to: "/variables", label: "Variables" },
  { to: "/credentials", label: "Credentials" },
  { to: "/profile", label: "Your profile" },
] as const;

export function Breadcrumb() {
  const path = useLocation({ select: (location) => location.pathname });
  const section = SECTIONS.find(({ to }) => path === to || path.startsWith(`${to}/`));
  return (
    <nav className={classes.crumbs} aria-label="Breadcrumb">
      <ol>
        <li>
          <Link to="/" aria-current={path === "/" ? "page" : undefined}>
            Dashboard
          </Link>
        </li>
        {section && (
          <li>
            <Link to={section.to} aria-current={path === section.to ? "page" : undefined}>
              {section.label}
            </Link>
          </li>
        )}
      </ol>
    </nav>
  );
}
