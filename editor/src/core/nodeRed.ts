// Node-RED flows: recognising them, and turning them into a flow of ours with a report of what became of each node.
import { type Catalog, type Descriptor, portsOf } from "./descriptor";
import { type FlowDocument, type FlowNode, FORMAT, type Json, type JsonObject, type Wire } from "./document";
import { measure, NODE_HEIGHT, NODE_WIDTH, snap } from "./geometry";
import { firstFree } from "./ids";
import { type Converted, convert, junctionType, type RedNode } from "./nodeRedTypes";
import { shortened } from "./wireLinks";
import { kindBetween } from "./wiring";

export interface ReportLine {
  /** What the node was called there. */
  title: string;
  /** Its type there. */
  from: string;
  /** The node it became; none if it was left out. */
  node?: string;
  /** What a person has to look at. */
  attention?: string;
}

export interface Conversion {
  document: FlowDocument;
  report: ReportLine[];
}

/** Our nodes are wider than those of Node-RED, and stand by their corner. */
const WIDER = 1.6;
const HIGHER = 1.5;
/** Room between the tabs of one export, which come to lie below each other. */
const TAB_GAP = 200;

export function convertNodeRed(red: readonly RedNode[], catalog: Catalog): Conversion {
  const drawn = red.filter(
    (node) => Array.isArray(node.wires) && node.z !== undefined && !isInside(node, red),
  );
  const links = linksOf(drawn, catalog);
  const tops = topsOf(drawn);
  const ids = new Map<string, string>();
  const taken = new Set<string>();
  const nodes: FlowNode[] = [];
  const report: ReportLine[] = [];
  const made = new Map<string, Converted>();
  let hasStart = false;
  for (const node of drawn) {
    if (links.passes.has(node.id)) continue;
    const result = convert(node, catalog, { hasStart });
    report.push({ title: titleOf(node), from: node.type, ...lineOf(result) });
    if (!result.node) continue;
    const { node: body } = result;
    hasStart ||= catalog.get(body.type)?.shape === "trigger";
    const id = firstFree(idFrom(node), taken);
    taken.add(id);
    ids.set(node.id, id);
    made.set(node.id, result);
    nodes.push({
      id,
      ...body,
      ...placeOf(node, tops, catalog.get(body.type)),
      ...(node.d === true ? { disabled: true } : {}),
    });
    const line = report.at(-1);
    if (line) line.node = id;
  }
  const wires = wiresOf(drawn, links, ids, made, nodes, catalog, report);
  const notes = notesOf(red, tops);
  const tab = red.find((node) => node.type === "tab");
  const name = typeof tab?.label === "string" && tab.label !== "" ? tab.label : "From Node-RED";
  const document: FlowDocument = { format: FORMAT, name, description: descriptionOf(tab), nodes, wires };
  return {
    document: {
      ...document,
      ...(notes.length > 0 ? { notes } : {}),
      ...groupsOf(red, ids),
    },
    report: [...report, ...leftOut(red, drawn)],
  };
}

const lineOf = ({ attention }: Converted) => (attention ? { attention } : {});

function descriptionOf(tab: RedNode | undefined): string {
  return typeof tab?.info === "string" ? tab.info : "";
}

/** A node of the inside of a subflow. */
function isInside(node: RedNode, red: readonly RedNode[]): boolean {
  return red.some((other) => other.type === "subflow" && other.id === node.z);
}

function titleOf(node: RedNode): string {
  return typeof node.name === "string" && node.name !== "" ? node.name : node.type;
}

function idFrom(node: RedNode): string {
  const words = titleOf(node)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_");
  return words.replace(/^_+|_+$/g, "").slice(0, 40) || "node";
}

type Tops = ReadonlyMap<string, number>;

/** How far down each tab begins. */
function topsOf(drawn: readonly RedNode[]): Tops {
  const tops = new Map<string, number>();
  let top = 0;
  for (const tab of new Set(drawn.map((node) => String(node.z)))) {
    const heights = drawn.filter((node) => String(node.z) === tab).map((node) => numberOf(node.y));
    tops.set(tab, top - Math.min(...heights) * HIGHER);
    top += (Math.max(...heights) - Math.min(...heights)) * HIGHER + TAB_GAP;
  }
  return tops;
}

/** All stand by their middle there: what is much smaller here than others is level with them all the same. */
function placeOf(node: RedNode, tops: Tops, type?: Descriptor): { x: number; y: number } {
  const top = tops.get(String(node.z)) ?? 0;
  const { width, height } = measure(type, {}).size;
  const inset =
    type?.shape === "junction" ? { x: NODE_WIDTH - width, y: NODE_HEIGHT - height } : { x: 0, y: 0 };
  return {
    x: snap(numberOf(node.x) * WIDER + inset.x / 2),
    y: snap(numberOf(node.y) * HIGHER + top + inset.y / 2),
  };
}

const numberOf = (value: Json | undefined) => (typeof value === "number" ? value : 0);

interface Links {
  byId: ReadonlyMap<string, RedNode>;
  /** Nodes that only hand on: wires go through them. */
  passes: ReadonlySet<string>;
}

const PASSES = /^(link in|link out|comment)$/;

function linksOf(drawn: readonly RedNode[], catalog: Catalog): Links {
  const isPass = ({ type, mode }: RedNode) =>
    type === "junction" ? !junctionType(catalog) : PASSES.test(type) && mode !== "return";
  return {
    byId: new Map(drawn.map((node) => [node.id, node])),
    passes: new Set(drawn.filter(isPass).map(({ id }) => id)),
  };
}

interface End {
  id: string;
  /** What the link on the way there is called. */
  link?: string;
}

/** The real nodes behind one, through links, and through junctions where there are none here. */
function endsOf(id: string, links: Links, link?: string, seen: Set<string> = new Set()): End[] {
  if (!links.passes.has(id)) return [{ id, link }];
  if (seen.has(id)) return [];
  seen.add(id);
  const node = links.byId.get(id);
  const isOut = node?.type === "link out";
  const further = [...outputsOf(node).flat(), ...(isOut ? namesIn(node.links) : [])];
  return further.flatMap((next) => endsOf(next, links, isOut ? linkBetween(node, next, links) : link, seen));
}

/** What a link is called: as either of its ends, else as what it leads to. */
function linkBetween(out: RedNode, into: string, links: Links): string {
  const far = links.byId.get(into);
  const names = [
    out.name,
    far?.name,
    ...outputsOf(far)
      .flat()
      .map((id) => links.byId.get(id)?.name),
  ];
  const isName = (name: unknown): name is string => typeof name === "string" && name.trim() !== "";
  return shortened(names.find(isName) ?? "Link");
}

function outputsOf(node: RedNode | undefined): string[][] {
  return Array.isArray(node?.wires) ? node.wires.map(namesIn) : [];
}

function namesIn(value: Json | undefined): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}

function wiresOf(
  drawn: readonly RedNode[],
  links: Links,
  ids: ReadonlyMap<string, string>,
  made: ReadonlyMap<string, Converted>,
  nodes: readonly FlowNode[],
  catalog: Catalog,
  report: ReportLine[],
): Wire[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const found = new Map<string, Wire>();
  for (const red of drawn) {
    const source = ids.get(red.id);
    if (source === undefined) continue;
    for (const [output, ends] of outputsOf(red).entries()) {
      for (const end of ends.flatMap((id) => endsOf(id, links))) {
        const target = ids.get(end.id);
        if (target === undefined) continue;
        const port = made.get(red.id)?.ports?.[output] ?? "output";
        const wire = wireBetween(byId.get(source), port, byId.get(target), catalog);
        if (wire === undefined) tellLost(report, source, target);
        else found.set(`${source}/${port}>${target}`, { id: `w${found.size + 1}`, ...wire, ...linkOf(end) });
      }
    }
  }
  return [...found.values()];
}

const linkOf = ({ link }: End) => (link === undefined ? {} : { link });

/** To and from a node of an unknown type anything leads. */
function wireBetween(
  source: FlowNode | undefined,
  port: string,
  target: FlowNode | undefined,
  catalog: Catalog,
): Omit<Wire, "id"> | undefined {
  if (!source || !target) return undefined;
  const [from, to] = [catalog.get(source.type), catalog.get(target.type)];
  const output = from && portsOf(from, source.config).outputs.find((item) => item.id === port);
  const inputs = to && portsOf(to, target.config).inputs.filter((item) => item.kind !== "loop");
  const ends = { source: source.id, sourcePort: port, target: target.id };
  if ((from && !output) || inputs?.length === 0) return undefined;
  const input = output && inputs ? inputs.find((item) => kindBetween(output, item)) : inputs?.[0];
  if (output && inputs && !input) return undefined;
  const kind = output && input ? kindBetween(output, input) : "flow";
  return { ...ends, targetPort: input?.id ?? "in", kind };
}

function tellLost(report: ReportLine[], source: string, target: string): void {
  const line = report.find((item) => item.node === source);
  if (!line) return;
  const lost = `A wire to “${target}” could not be kept.`;
  line.attention = line.attention ? `${line.attention} ${lost}` : lost;
}

function notesOf(red: readonly RedNode[], tops: Tops): Json[] {
  return red
    .filter((node) => node.type === "comment")
    .map((node, index) => ({
      id: `note${index + 1}`,
      ...placeOf(node, tops),
      width: 240,
      height: 120,
      tint: "amber",
      text: [`**${titleOf(node)}**`, typeof node.info === "string" ? node.info : ""].join("\n\n").trim(),
    }));
}

function groupsOf(red: readonly RedNode[], ids: ReadonlyMap<string, string>): { groups?: Json[] } {
  const groups = red
    .filter((node) => node.type === "group")
    .map((group, index): JsonObject => {
      const nodes = namesIn(group.nodes).flatMap((id) => ids.get(id) ?? []);
      return {
        id: `group${index + 1}`,
        name: typeof group.name === "string" ? group.name : "",
        nodes,
        tint: "gray",
      };
    })
    .filter((group) => Array.isArray(group.nodes) && group.nodes.length > 0);
  return groups.length > 0 ? { groups } : {};
}

const SILENT = /^(tab|group|comment|subflow)$/;

/** Configuration nodes hold what we keep as credentials, and insides of subflows become nothing. */
function leftOut(red: readonly RedNode[], drawn: readonly RedNode[]): ReportLine[] {
  const there = new Set(drawn.map((node) => node.id));
  return red
    .filter((node) => !there.has(node.id) && !SILENT.test(node.type))
    .map((node) => ({
      title: titleOf(node),
      from: node.type,
      attention: isInside(node, red)
        ? "It is inside a subflow. Export that subflow's nodes by themselves and convert them as a flow of their own."
        : "It holds settings, not a step. Set up a credential or a variable in its place.",
    }));
}
