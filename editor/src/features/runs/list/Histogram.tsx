// When the runs were and how they ended, as bars. Dragging over them chooses a span of time; the table below says the
// same in numbers and does the same by keyboard.
import { Button, Table, Text } from "@mantine/core";
import { type PointerEvent, useRef, useState } from "react";
import { type RunHistogram, useRunHistogram } from "../../../api/runs/getHistogram";
import { formatTime } from "../../../core/format";
import { barsOf, type Span, spanOf } from "../../../core/histogram";
import type { RunFilter } from "../../../core/runFilter";
import classes from "./Histogram.module.css";
import type { SetSearch } from "./RunListPage";

interface Props {
  filter: RunFilter;
  onChange: SetSearch;
}

export function Histogram({ filter, onChange }: Props) {
  const { data, error } = useRunHistogram(filter);
  const [showsTable, setShowsTable] = useState(false);
  if (!data)
    return error ? <Note>The time line could not be read. The list below is complete.</Note> : <Note />;
  if (data.buckets.every(isEmpty)) return null;
  const choose = (span: Span) => onChange({ ...span, since: undefined });
  return (
    <figure className={classes.figure} data-testid="histogram">
      <Bars histogram={data} onChoose={choose} />
      <figcaption className={classes.caption}>
        <span>{formatTime(data.from)}</span>
        <span className={classes.legend}>
          <i data-part="completed" /> completed <i data-part="failed" /> failed <i data-part="other" /> other
        </span>
        <Button
          size="compact-xs"
          variant="subtle"
          color="gray"
          aria-expanded={showsTable}
          onClick={() => setShowsTable((now) => !now)}
        >
          {showsTable ? "Hide the table" : "As a table"}
        </Button>
        <span>{formatTime(data.to)}</span>
      </figcaption>
      {showsTable && <Numbers histogram={data} onChoose={choose} />}
    </figure>
  );
}

const isEmpty = (bucket: RunHistogram["buckets"][number]) =>
  bucket.completed + bucket.failed + bucket.other === 0;

function Note({ children }: { children?: string }) {
  return (
    <Text size="xs" c="dimmed" className={classes.note} role={children ? "status" : undefined}>
      {children}
    </Text>
  );
}

interface BarsProps {
  histogram: RunHistogram;
  onChoose: (span: Span) => void;
}

const HEIGHT = 48;

function Bars({ histogram, onChoose }: BarsProps) {
  const svg = useRef<SVGSVGElement>(null);
  const [brush, setBrush] = useState<[number, number] | null>(null);
  const count = histogram.buckets.length;
  const at = (event: PointerEvent) => {
    const box = svg.current?.getBoundingClientRect();
    if (!box || box.width === 0) return 0;
    const share = (event.clientX - box.left) / box.width;
    return Math.min(count - 1, Math.max(0, Math.floor(share * count)));
  };
  const begin = (event: PointerEvent) => {
    svg.current?.setPointerCapture?.(event.pointerId);
    setBrush([at(event), at(event)]);
  };
  const end = () => {
    if (brush) onChoose(spanOf(histogram, ...brush));
    setBrush(null);
  };
  const [left, right] = brush ? [Math.min(...brush), Math.max(...brush)] : [0, -1];
  return (
    <svg
      ref={svg}
      className={classes.bars}
      viewBox={`0 0 ${count} ${HEIGHT}`}
      preserveAspectRatio="none"
      role="img"
      aria-label="Runs over time. The same as a table is below."
      onPointerDown={begin}
      onPointerMove={(event) => brush && setBrush([brush[0], at(event)])}
      onPointerUp={end}
      onPointerCancel={() => setBrush(null)}
      data-testid="histogram-bars"
    >
      {barsOf(histogram, HEIGHT).map((bar) => (
        <rect
          key={`${bar.index}-${bar.part}`}
          x={bar.index + 0.1}
          y={bar.y}
          width={0.8}
          height={bar.height}
          data-part={bar.part}
        />
      ))}
      {brush && <rect x={left} y={0} width={right - left + 1} height={HEIGHT} className={classes.brush} />}
    </svg>
  );
}

function Numbers({ histogram, onChoose }: BarsProps) {
  const filled = histogram.buckets.flatMap((bucket, index) => (isEmpty(bucket) ? [] : [{ bucket, index }]));
  return (
    <section className={classes.table} aria-label="Runs over time">
      <Table verticalSpacing={4} fz={13}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>From</Table.Th>
            <Table.Th>Completed</Table.Th>
            <Table.Th>Failed</Table.Th>
            <Table.Th>Other</Table.Th>
            <Table.Th>
              <span className="oc-sr-only">Show</span>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {filled.map(({ bucket, index }) => (
            <Table.Tr key={bucket.from}>
              <Table.Td>{formatTime(bucket.from)}</Table.Td>
              <Table.Td>{bucket.completed}</Table.Td>
              <Table.Td>{bucket.failed}</Table.Td>
              <Table.Td>{bucket.other}</Table.Td>
              <Table.Td>
                <Button
                  size="compact-xs"
                  variant="default"
                  aria-label={`Show runs from ${formatTime(bucket.from)}`}
                  onClick={() => onChoose(spanOf(histogram, index, index))}
                >
                  Show
                </Button>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </section>
  );
}
