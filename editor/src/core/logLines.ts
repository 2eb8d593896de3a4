// The lines of a run: the newest 100,000 of them, in pieces that are shared, so that adding some copies few.
import type { LogLine } from "./run";

export const MAX_LINES = 100_000;
const PIECE = 1_000;

export class LogLines implements Iterable<LogLine> {
  static readonly none = new LogLines([], 0, 0);

  private constructor(
    private readonly pieces: readonly (readonly LogLine[])[],
    /** How many lines of the first piece are forgotten. */
    private readonly skipped: number,
    readonly length: number,
  ) {}

  static of(lines: readonly LogLine[]): LogLines {
    return LogLines.none.append(lines);
  }

  at(index: number): LogLine | undefined {
    const place = (index < 0 ? this.length + index : index) + this.skipped;
    if (place < this.skipped || place >= this.length + this.skipped) return undefined;
    return this.pieces[Math.floor(place / PIECE)]?.[place % PIECE];
  }

  *[Symbol.iterator](): Iterator<LogLine> {
    for (let index = 0; index < this.length; index += 1) {
      const line = this.at(index);
      if (line) yield line;
    }
  }

  map<T>(change: (line: LogLine) => T): T[] {
    return [...this].map(change);
  }

  filter(isWanted: (line: LogLine) => boolean): LogLine[] {
    const wanted: LogLine[] = [];
    for (const line of this) if (isWanted(line)) wanted.push(line);
    return wanted;
  }

  /** Adds lines not seen yet (they come from the list and from the channel), and forgets the oldest. */
  with(added: readonly LogLine[]): LogLines {
    if (added.length === 0) return this;
    const last = this.at(-1)?.seq ?? -1;
    const isAfter = added.every((line, index) => line.seq > (added[index - 1]?.seq ?? last));
    if (isAfter) return this.append(added);
    const bySeq = new Map<number, LogLine>();
    for (const line of this) bySeq.set(line.seq, line);
    const before = bySeq.size;
    for (const line of added) bySeq.set(line.seq, line);
    if (bySeq.size === before) return this;
    return LogLines.of([...bySeq.values()].sort((a, b) => a.seq - b.seq));
  }

  private append(added: readonly LogLine[]): LogLines {
    const pieces = [...this.pieces];
    let rest = added;
    const last = pieces.at(-1);
    if (last && last.length < PIECE) {
      const room = PIECE - last.length;
      pieces[pieces.length - 1] = [...last, ...rest.slice(0, room)];
      rest = rest.slice(room);
    }
    for (let from = 0; from < rest.length; from += PIECE) pieces.push(rest.slice(from, from + PIECE));
    return trimmed(pieces, this.skipped, this.length + added.length);
  }

  static build(pieces: readonly (readonly LogLine[])[], skipped: number, length: number): LogLines {
    return new LogLines(pieces, skipped, length);
  }
}

function trimmed(pieces: (readonly LogLine[])[], skipped: number, length: number): LogLines {
  const over = Math.max(0, length - MAX_LINES);
  const gone = skipped + over;
  const whole = Math.floor(gone / PIECE);
  return LogLines.build(whole > 0 ? pieces.slice(whole) : pieces, gone - whole * PIECE, length - over);
}

export interface LogQuery {
  node?: string;
  scope?: string;
  stream?: string;
  /** Lower case. */
  text?: string;
}

export function isAsked({ node, scope, stream, text }: LogQuery): boolean {
  return Boolean(node || scope || stream || text);
}

export function matchesLine(line: LogLine, { node, scope, stream, text }: LogQuery): boolean {
  if (node && line.node !== node) return false;
  if (scope && !line.key?.startsWith(scope)) return false;
  if (stream && line.stream !== stream) return false;
  return !text || line.text.toLowerCase().includes(text);
}

/** Keeps what was found, so that new lines alone are looked at. */
export class LogFilter {
  private found = LogLines.none;
  private source: LogLines | undefined;
  private seen = 0;
  private lastSeq = -1;

  constructor(private readonly query: LogQuery) {}

  apply(lines: LogLines): LogLines {
    if (!isAsked(this.query)) return lines;
    if (lines === this.source) return this.found;
    const from = this.continues(lines) ? this.firstNew(lines) : 0;
    if (from === 0) this.found = LogLines.none;
    const added: LogLine[] = [];
    for (let index = from; index < lines.length; index += 1) {
      const line = lines.at(index);
      if (line && matchesLine(line, this.query)) added.push(line);
    }
    this.found = this.found.with(added);
    this.source = lines;
    this.seen = lines.length;
    this.lastSeq = lines.at(-1)?.seq ?? -1;
    return this.found;
  }

  /** Whether these are the lines that were looked at, with more at their end. */
  private continues(lines: LogLines): boolean {
    if (!this.source || this.seen === 0) return false;
    const first = this.firstNew(lines);
    return (
      lines.at(first - 1)?.seq === this.lastSeq &&
      (first === this.seen || (first < this.seen && lines.length === MAX_LINES))
    );
  }

  private firstNew(lines: LogLines): number {
    let [low, high] = [0, lines.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((lines.at(middle)?.seq ?? 0) <= this.lastSeq) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
