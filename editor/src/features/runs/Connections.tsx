// The connections of a run to machines and web servers: with whom, for how long, and what they were used for.
import { Text } from "@mantine/core";
import { Link, useNavigate } from "@tanstack/react-router";
import { useMemo } from "react";
import { type Session, useSessions } from "../../api/runs/listSessions";
import { formatDuration, formatSize, formatTime } from "../../core/format";
import type { OverlayStore } from "../../core/overlayStore";
import { isEnded } from "../../core/run";
import { Failed, LoadingRows } from "../../ui/states";
import { Dim } from "../../ui/table/cells";
import { type Column, DataTable } from "../../ui/table/DataTable";
import { useNearEnd } from "../../ui/table/useNearEnd";
import classes from "./Children.module.css";
import { MoreFailed } from "./MoreFailed";
import { useOverlay } from "./useOverlay";

interface Props {
  runId: string;
  overlay: OverlayStore;
  /** The run has one below it for each machine. */
  isByTarget: boolean;
}

const ROW = 40;

export default function Connections({ runId, overlay, isByTarget }: Props) {
  const isOver = useOverlay(overlay, (run) => isEnded(run.status)) === true;
  const sessions = useSessions(runId, isOver);
  const { data, error, refetch } = sessions;
  const onNearEnd = useNearEnd(sessions);
  const items = useMemo(() => data?.pages.flatMap((page) => page.items), [data]);
  const navigate = useNavigate();
  if (error && !items)
    return <Failed what="The connections could not be read" error={error} onRetry={() => refetch()} />;
  if (!items) return <LoadingRows rows={3} height={28} />;
  if (items.length === 0) return <None isByTarget={isByTarget} isOver={isOver} />;
  return (
    <div className={classes.children}>
      <DataTable
        label="Connections"
        rows={items}
        columns={COLUMNS}
        rowHeight={ROW}
        idOf={(session) => session.id}
        nameOf={(session) => session.peer}
        testIdOf={() => "connection"}
        onOpen={({ target_id: target }) => target && navigate({ to: "/targets", search: { show: target } })}
        onNearEnd={onNearEnd}
        data-testid="connections"
      />
      {sessions.isFetchNextPageError && <MoreFailed error={error} onRetry={() => sessions.fetchNextPage()} />}
    </div>
  );
}

function None({ isByTarget, isOver }: { isByTarget: boolean; isOver: boolean }) {
  const soon = isOver
    ? "This run connected to no machine and to no web server."
    : "The first connection to a machine or a web server will show here.";
  return (
    <Text size="sm" c="dimmed" p="md">
      {isByTarget
        ? "Each machine has a run of its own: choose one under Targets to see its connections."
        : soon}
    </Text>
  );
}

const COLUMNS: Column<Session>[] = [
  { id: "protocol", title: "Protocol", width: 80, cell: ({ protocol }) => protocol.toUpperCase() },
  { id: "peer", title: "With", cell: (session) => <Peer {...session} /> },
  {
    id: "credential",
    title: "Signed in with",
    width: 140,
    hideBelow: 760,
    cell: ({ credential }) => <Dim>{credential ?? ""}</Dim>,
  },
  {
    id: "used",
    title: "Used for",
    width: 150,
    cell: (session) => usedFor(session),
  },
  {
    id: "bytes",
    title: "Data",
    width: 80,
    hideBelow: 560,
    cell: (session) => formatSize(session.total_bytes_transferred),
  },
  {
    id: "opened",
    title: "Opened",
    width: 180,
    hideBelow: 960,
    cell: (session) => <Dim>{formatTime(session.connection_established_at)}</Dim>,
  },
  { id: "lasted", title: "Lasted", width: 100, hideBelow: 560, cell: (session) => <Lasted {...session} /> },
];

function Peer({ peer, target_id: target }: Session) {
  if (!target)
    return (
      <Text size="sm" truncate title={peer}>
        {peer}
      </Text>
    );
  return (
    <Link to="/targets" search={{ show: target }} className="oc-link">
      {peer}
    </Link>
  );
}

/** Such as `3 commands, 1 file`; to web servers go requests. */
function usedFor({ protocol, commands_executed: commands, files_transferred: files }: Session): string {
  const parts = [
    count(commands, protocol === "http" ? "request" : "command"),
    files > 0 && count(files, "file"),
  ];
  return parts.filter(Boolean).join(", ");
}

function count(number: number, what: string): string {
  return `${number.toLocaleString("en")} ${what}${number === 1 ? "" : "s"}`;
}

const LOST = "The server stopped before it could note how this ended; the counts are those of the start.";

function Lasted({ state, connection_established_at: from, connection_closed_at: to }: Session) {
  if (state === "open") return "open";
  if (!to)
    return (
      <Text size="sm" c="dimmed" title={LOST}>
        not known
      </Text>
    );
  return formatDuration(Date.parse(to) - Date.parse(from));
}
