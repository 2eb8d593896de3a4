// Two people changed the same document: what each did goes into one, by item and by field. Where both changed the same
// field, or one removed what the other changed, that is a conflict, and a choice decides it; mine, until there is one.
import { leave } from "./annotations";
import type { Catalog } from "./descriptor";
import { itemsOf, type ListPart, ownFields, type Part, PLACE, withoutPlace } from "./diff";
import { distinct } from "./distinct";
import { type FlowDocument, isObject, type Json, type JsonObject, type Wire } from "./document";
import { isEqual } from "./equal";
import { mergeOrder, mergeWords } from "./order";

export type Side = "mine" | "theirs";
export type Choices = ReadonlyMap<string, Side>;

export interface Conflict {
  /** The same as long as the three documents are. */
  id: string;
  part: Part;
  item: string;
  /** The field, such as `config.command`; empty for the item as a whole. */
  path: string;
  /** Left out where there was none, or where it was removed. */
  base?: Json;
  mine?: Json;
  theirs?: Json;
}

/** What both moved, each to another place. */
export interface Moved {
  part: Part;
  item: string;
}

export interface Merged {
  document: FlowDocument;
  conflicts: Conflict[];
  /** It lies where I put it: to ask for each would be a nuisance. */
  moved: Moved[];
  /** My nodes whose ids meant something else in theirs, with their ids now. */
  renamed: ReadonlyMap<string, string>;
}

interface Documents {
  base: FlowDocument;
  mine: FlowDocument;
  theirs: FlowDocument;
}

type Value = Json | undefined;
type Three = readonly [base: Value, mine: Value, theirs: Value];

export function mergeDocuments(documents: Documents, catalog: Catalog, choices: Choices = new Map()): Merged {
  const { base, theirs } = documents;
  const plain = settled([base, documents.mine, theirs] as unknown as Three);
  if (plain) return { ...NOTHING, document: plain.value as unknown as FlowDocument };
  const { document: mine, renamed } = distinct(base, documents.mine, theirs, catalog);
  return { ...new Merging({ base, mine, theirs }, choices).result(), renamed };
}

const NOTHING = { conflicts: [], moved: [], renamed: new Map<string, string>() };

/** What is beyond doubt: both the same, or only one of them changed it. */
function settled([base, mine, theirs]: Three): { value: Value } | undefined {
  if (isEqual(mine, base)) return { value: theirs };
  return isEqual(theirs, base) || isEqual(mine, theirs) ? { value: mine } : undefined;
}

interface Spot {
  part: Part;
  item: string;
  path: string;
}

class Merging {
  private readonly conflicts: Conflict[] = [];
  private readonly moved: Moved[] = [];

  constructor(
    private readonly documents: Documents,
    private readonly choices: Choices,
  ) {}

  result(): Omit<Merged, "renamed"> {
    const { base, mine, theirs } = this.documents;
    const nodes = this.items("nodes", this.documents);
    const there = new Set(nodes.map((node) => String((node as JsonObject).id)));
    const wires = this.items("wires", withRevived(this.documents, there)) as unknown as Wire[];
    const groups = this.items("groups", this.documents);
    const gone = new Set(
      [base, mine, theirs]
        .flatMap(({ nodes: all }) => all.map(({ id }) => id))
        .filter((id) => !there.has(id)),
    );
    const parameters = [base.parameters, mine.parameters, theirs.parameters] as const;
    const document = this.assembled({
      nodes,
      wires: wires.filter((wire) => there.has(wire.source) && there.has(wire.target)),
      notes: this.unlessEmpty("notes", this.items("notes", this.documents)),
      groups: this.unlessEmpty("groups", inOneGroup(leave(groups, gone))),
      parameters: this.unlessEmpty("parameters", this.fields("parameters", parameters)),
    });
    return { document, conflicts: this.conflicts, moved: this.moved };
  }

  /** What is empty is left out, unless somebody had it empty. */
  private unlessEmpty(name: "notes" | "groups" | "parameters", value: object): object | undefined {
    const isNone = (one: object | undefined) => one !== undefined && Object.keys(one).length === 0;
    const { base, mine, theirs } = this.documents;
    const isUsual = [base, mine, theirs].some((document) => isNone(document[name]));
    return isNone(value) && !isUsual ? undefined : value;
  }

  /** All fields in the order they had. */
  private assembled(lists: { [name: string]: object | undefined }): FlowDocument {
    const { base, mine, theirs } = this.documents;
    const [before, own, other] = [ownFields(base), ownFields(mine), ownFields(theirs)];
    const result: { [name: string]: unknown } = {};
    for (const name of mergeOrder(Object.keys(base), Object.keys(mine), Object.keys(theirs))) {
      const three: Three = [before.get(name), own.get(name), other.get(name)];
      const spot: Spot = { part: "document", item: name, path: "" };
      const value = name in lists ? lists[name] : this.field(spot, three);
      if (value !== undefined) result[name] = value;
    }
    return result as unknown as FlowDocument;
  }

  private items(part: ListPart, { base, mine, theirs }: Documents): Json[] {
    const [before, own, other] = [itemsOf(base, part), itemsOf(mine, part), itemsOf(theirs, part)];
    const ids = mergeOrder([...before.keys()], [...own.keys()], [...other.keys()]);
    return ids.flatMap((id) => {
      const three: Three = [before.get(id), own.get(id), other.get(id)];
      const value = this.item({ part, item: id, path: "" }, three);
      return value === undefined ? [] : [value];
    });
  }

  private item(spot: Spot, three: Three): Value {
    const [base, mine, theirs] = three;
    const isRemovedByOne = base !== undefined && (mine === undefined) !== (theirs === undefined);
    if (isRemovedByOne) return this.removedByOne(spot, three);
    const plain = settled(three);
    if (plain) return plain.value;
    const haveAll = isObject(base) && isObject(mine) && isObject(theirs);
    return haveAll ? this.changedByBoth(spot, base, mine, theirs) : this.decided(spot, three);
  }

  private removedByOne(spot: Spot, three: Three): Value {
    const [base, mine, theirs] = three;
    const isSame = isEqual(withoutPlace(mine ?? theirs), withoutPlace(base));
    const isNeeded = this.isWiredAnew(spot, mine === undefined ? "theirs" : "mine");
    return isSame && !isNeeded ? undefined : this.decided(spot, three);
  }

  private changedByBoth(spot: Spot, base: JsonObject, mine: JsonObject, theirs: JsonObject): Value {
    const isOtherType = !isEqual(base.type, mine.type) || !isEqual(base.type, theirs.type);
    if (spot.part === "nodes" && isOtherType) return this.field(spot, [base, mine, theirs], false);
    const [before, own, other] = [placeOf(base), placeOf(mine), placeOf(theirs)];
    const agreed = { ...theirs, ...(isEqual(before, own) ? other : own) };
    if (!settled([before, own, other])) this.moved.push({ part: spot.part, item: spot.item });
    if (!Array.isArray(mine.nodes) || spot.part !== "groups") return this.field(spot, [base, mine, agreed]);
    const nodes = mergeWords(listOf(base.nodes), mine.nodes, listOf(theirs.nodes));
    return this.field(spot, [base, { ...mine, nodes }, { ...agreed, nodes }]);
  }

  private field(spot: Spot, three: Three, isDeep = true): Value {
    const plain = settled(three);
    if (plain) return plain.value;
    const [base, mine, theirs] = three;
    const hasFields = isDeep && isObject(mine) && isObject(theirs) && (base === undefined || isObject(base));
    if (hasFields) return this.object(spot, base ?? {}, mine, theirs);
    if (isLabels(spot)) return mergeWords(listOf(base), listOf(mine), listOf(theirs));
    return this.decided(spot, three);
  }

  private object(spot: Spot, base: JsonObject, mine: JsonObject, theirs: JsonObject): JsonObject {
    const result: JsonObject = {};
    for (const name of mergeOrder(Object.keys(base), Object.keys(mine), Object.keys(theirs))) {
      const path = spot.path === "" ? name : `${spot.path}.${name}`;
      const value = this.field({ ...spot, path }, [base[name], mine[name], theirs[name]]);
      if (value !== undefined) result[name] = value;
    }
    return result;
  }

  /** Parameters: each is an item of its own. */
  private fields(part: Part, three: readonly [object?, object?, object?]): JsonObject {
    const [base, mine, theirs] = three.map((table) => ({ ...table })) as [JsonObject, JsonObject, JsonObject];
    const result: JsonObject = {};
    for (const name of mergeOrder(Object.keys(base), Object.keys(mine), Object.keys(theirs))) {
      const value = this.field({ part, item: name, path: "" }, [base[name], mine[name], theirs[name]]);
      if (value !== undefined) result[name] = value;
    }
    return result;
  }

  private decided(spot: Spot, [base, mine, theirs]: Three): Value {
    const id = `${spot.part}/${spot.item}/${spot.path}`;
    this.conflicts.push({ id, ...spot, base, mine, theirs });
    return this.choices.get(id) === "theirs" ? theirs : mine;
  }

  /** Somebody drew a wire to it meanwhile. */
  private isWiredAnew({ part, item }: Spot, side: Side): boolean {
    if (part !== "nodes") return false;
    const before = new Set(this.documents.base.wires.map((wire) => wire.id));
    return this.documents[side].wires.some(
      (wire) => !before.has(wire.id) && (wire.source === item || wire.target === item),
    );
  }
}

/** A node that one removed and that stays after all has its wires as well. */
function withRevived(documents: Documents, there: ReadonlySet<string>): Documents {
  const { base } = documents;
  const revived = (side: FlowDocument): FlowDocument => {
    const own = new Set(side.nodes.map((node) => node.id));
    const wires = new Set(side.wires.map((wire) => wire.id));
    const isBack = (id: string) => there.has(id) && !own.has(id);
    const lost = base.wires.filter(
      (wire) => !wires.has(wire.id) && (isBack(wire.source) || isBack(wire.target)),
    );
    return lost.length === 0 ? side : { ...side, wires: [...side.wires, ...lost] };
  };
  return { base, mine: revived(documents.mine), theirs: revived(documents.theirs) };
}

/** A node belongs to one group: the first that has it. */
function inOneGroup(groups: Json[]): Json[] {
  const seen = new Set<Json>();
  return groups.map((group) => {
    if (!isObject(group) || !Array.isArray(group.nodes)) return group;
    const nodes = group.nodes.filter((id) => !seen.has(id));
    for (const id of nodes) seen.add(id);
    return nodes.length === group.nodes.length ? group : { ...group, nodes };
  });
}

function isLabels({ part, item }: Spot): boolean {
  return part === "document" && item === "labels";
}

function placeOf(item: JsonObject): JsonObject {
  return Object.fromEntries(PLACE.flatMap((name) => (name in item ? [[name, item[name] as Json]] : [])));
}

function listOf(value: Value): Json[] {
  return Array.isArray(value) ? value : [];
}
