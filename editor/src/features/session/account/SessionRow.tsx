// One place where one is logged in: what with, from where, and when it was last used.
import { Button } from "@mantine/core";
import IconDeviceDesktop from "@tabler/icons-react/dist/esm/icons/IconDeviceDesktop.mjs";
import IconDeviceMobile from "@tabler/icons-react/dist/esm/icons/IconDeviceMobile.mjs";
import IconTerminal2 from "@tabler/icons-react/dist/esm/icons/IconTerminal2.mjs";
import type { Session } from "../../../api/account/listSessions";
import { deviceOf } from "../../../core/device";
import { formatAgo, formatTime } from "../../../core/format";
import classes from "./Profile.module.css";

const ICONS = { computer: IconDeviceDesktop, phone: IconDeviceMobile, program: IconTerminal2 };

interface Props {
  session: Session;
  isEnding: boolean;
  onLogOut: () => void;
}

export function SessionRow({ session, isEnding, onLogOut }: Props) {
  const { name, kind } = deviceOf(session.device);
  const address = session.address || "unknown address";
  const Icon = ICONS[kind];
  return (
    <li className={classes.session} data-testid={`session-${session.id}`}>
      <Icon size={20} aria-hidden="true" className={classes.icon} />
      <div className={classes.about}>
        <div className={classes.device}>
          <span title={session.device || undefined}>{name}</span>
          {session.is_current && <span className={classes.mark}>This one</span>}
        </div>
        <div className={classes.note}>
          <span>{address}</span>
          <span title={formatTime(session.last_used_at)}>
            used {formatAgo(session.last_used_at, Date.now())}
          </span>
        </div>
      </div>
      {!session.is_current && (
        <Button
          variant="default"
          size="xs"
          loading={isEnding}
          aria-label={`Log out ${name}, ${address}`}
          onClick={onLogOut}
        >
          Log out
        </Button>
      )}
    </li>
  );
}
