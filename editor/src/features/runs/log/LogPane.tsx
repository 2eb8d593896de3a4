// The log of a run: filtered by node, round, stream and text, with the node, step or host at the start of each line.
import { ActionIcon, NativeSelect, Text, TextInput, Tooltip } from "@mantine/core";
import IconDownload from "@tabler/icons-react/dist/esm/icons/IconDownload.mjs";
import IconTextWrap from "@tabler/icons-react/dist/esm/icons/IconTextWrap.mjs";
import { memo, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { isAsked, LogFilter, LogLines, type LogQuery } from "../../../core/logLines";
import type { OverlayStore } from "../../../core/overlayStore";
import { downloadBlob } from "../../../ui/files";
import { LogView } from "../../../ui/LogView";
import { useDebouncedValue } from "../../../ui/useDebouncedValue";
import { useOverlay } from "../useOverlay";
import { useDrawing, useScope } from "../useRunView";
import classes from "./Log.module.css";

interface Props {
  runId: string;
  overlay: OverlayStore;
}

const STARTS = [
  { value: "node", label: "Node first" },
  { value: "step", label: "Step first" },
  { value: "host", label: "Host first" },
];
const STREAMS = [
  { value: "", label: "All streams" },
  { value: "stdout", label: "Output" },
  { value: "stderr", label: "Errors" },
  { value: "log", label: "Messages" },
];
const PAUSE_MS = 200;

export function LogPane({ runId, overlay }: Props) {
  const scope = useScope(overlay);
  const [query, setQuery] = useState<Omit<LogQuery, "scope">>({});
  const [look, setLook] = useState<Look>({ start: "node", wraps: false });
  const found = useRef(LogLines.none);
  const download = useCallback(() => {
    const rows = found.current.map((line) =>
      [line.at, line.key ?? line.node ?? "", line.stream, line.text].join("\t"),
    );
    downloadBlob(`run-${runId}.log`, new Blob([`${rows.join("\n")}\n`], { type: "text/plain" }));
  }, [runId]);
  const whole = useMemo(() => ({ ...query, scope }), [query, scope]);
  return (
    <section className={classes.pane} aria-label="Log" data-testid="log-pane">
      <Tools runId={runId} look={look} onLook={setLook} onQuery={setQuery} onDownload={download} />
      <Found runId={runId} overlay={overlay} query={whole} look={look} found={found} />
    </section>
  );
}

interface Look {
  start: "node" | "step" | "host";
  wraps: boolean;
}

interface FoundProps extends Props {
  query: LogQuery;
  look: Look;
  found: { current: LogLines };
}

/** Drawn anew with every line; what stands above it is not. */
function Found({ runId, overlay, query, look, found }: FoundProps) {
  const lines = useOverlay(overlay, (run) => run.lines) ?? LogLines.none;
  const { titleOf } = useDrawing(runId);
  const filter = useMemo(() => new LogFilter(query), [query]);
  const shown = filter.apply(lines);
  useEffect(() => {
    found.current = shown;
  }, [found, shown]);
  return (
    <>
      {shown.length === 0 ? (
        <Text size="sm" c="dimmed" p="md" flex={1}>
          {lines.length > 0 && isAsked(query)
            ? "No line fits. Choose other filters, or another round."
            : "No lines were written yet."}
        </Text>
      ) : (
        <div className={classes.lines}>
          <LogView
            lines={shown}
            height="100%"
            start={look.start}
            titleOf={titleOf}
            wraps={look.wraps}
            marked={query.text || undefined}
          />
        </div>
      )}
      <div className={classes.count} data-testid="log-count">
        {countText(shown.length, lines.length)}
      </div>
    </>
  );
}

interface ToolsProps {
  runId: string;
  look: Look;
  onLook: (look: Look) => void;
  onQuery: (query: Omit<LogQuery, "scope">) => void;
  onDownload: () => void;
}

const Tools = memo(function Tools({ runId, look, onLook, onQuery, onDownload }: ToolsProps) {
  const { document, titleOf } = useDrawing(runId);
  const [node, setNode] = useState("");
  const [stream, setStream] = useState("");
  const [search, setSearch] = useState("");
  const text = useDebouncedValue(search.trim().toLowerCase(), PAUSE_MS);
  useEffect(() => onQuery({ node, stream, text }), [node, stream, text, onQuery]);
  const nodes = [
    { value: "", label: "All nodes" },
    ...document.nodes.map(({ id }) => ({ value: id, label: titleOf(id) })),
  ];
  return (
    <div className={classes.tools}>
      <TextInput
        size="xs"
        className={classes.search}
        aria-label="Search the log"
        placeholder="Search"
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
        data-testid="log-search"
      />
      <Choice label="Node" data={nodes} value={node} onChange={setNode} />
      <Choice label="Stream" data={STREAMS} value={stream} onChange={setStream} />
      <Choice
        label="Start of the line"
        data={STARTS}
        value={look.start}
        onChange={(start) => onLook({ ...look, start: start as Look["start"] })}
      />
      <Tooltip label="Break long lines">
        <ActionIcon
          variant={look.wraps ? "light" : "subtle"}
          aria-label="Break long lines"
          aria-pressed={look.wraps}
          onClick={() => onLook({ ...look, wraps: !look.wraps })}
        >
          <IconTextWrap size={16} />
        </ActionIcon>
      </Tooltip>
      <Tooltip label="Download these lines">
        <ActionIcon
          variant="subtle"
          aria-label="Download these lines"
          onClick={onDownload}
          data-testid="log-download"
        >
          <IconDownload size={16} />
        </ActionIcon>
      </Tooltip>
    </div>
  );
});

function countText(shown: number, all: number): string {
  const lines = all.toLocaleString();
  return shown === all ? `${lines} ${all === 1 ? "line" : "lines"}` : `${shown.toLocaleString()} of ${lines}`;
}

interface ChoiceProps {
  label: string;
  data: { value: string; label: string }[];
  value: string;
  onChange: (value: string) => void;
}

function Choice({ label, data, value, onChange }: ChoiceProps) {
  return (
    <NativeSelect
      size="xs"
      className={classes.choice}
      aria-label={label}
      data={data}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
