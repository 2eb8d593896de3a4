// Where a variable, a parameter, a node, a subflow or a credential is used.
import { calledFlow, isCall } from "./calls";
import type { Catalog } from "./descriptor";
import { type FlowDocument, type FlowNode, isObject, type Json } from "./document";
import { fieldName } from "./find";
import { type Mention, mentionsIn } from "./mentions";
import { nodeMeant } from "./references";
import { resolve, type Schema } from "./schema";
import { type Path, type Text, textsOf } from "./texts";

export type Subject = "variable" | "parameter" | "global" | "node" | "subflow" | "credential";

export interface Usage {
  node: string;
  path: Path;
  field: string;
  text: string;
  start: number;
  end: number;
  /** A variable is set here; else it is read. */
  isSet: boolean;
}

/** Names that the engine gives by itself. */
export const BUILT_IN: ReadonlySet<string> = new Set(
  (
    "msg vars params parameters nodes global inputs run flow target prev env error item index loop job_id job_name " +
    "job_run_id flow_id flow_name run_id target_hostname target_ip target_os_type target_os target_version " +
    "target_distro target_list step_number step_name step_status execution_time started_at previous_step_output " +
    "previous_step_error previous_step_exit_code previous_step_success current_datetime current_date " +
    "current_timestamp error_message error_type error_stack error_details attempt branch range dict"
  ).split(" "),
);

export interface Definition {
  node: string;
  name: string;
  path: Path;
  value: Json | undefined;
}

/** Variables that nodes set: fields that the schema says define one, and `outputVariable`. */
export function definitionsOf(node: FlowNode, catalog: Catalog): Definition[] {
  const root = catalog.get(node.type)?.schema;
  const found: Definition[] = [];
  const add = (name: string, path: Path, value?: Json) => found.push({ node: node.id, name, path, value });
  const look = (value: Json, schema: Schema | undefined, path: Path) => {
    const here = schema && root ? resolve(schema, root) : undefined;
    if (here?.["x-defines"] === "value" && typeof value === "string" && value !== "") add(value, path);
    if (Array.isArray(value))
      for (const [index, item] of value.entries()) look(item, here?.items, [...path, index]);
    if (!isObject(value)) return;
    for (const [key, item] of Object.entries(value)) {
      if (here?.["x-defines"] === "keys") add(key, [...path, key], item);
      else look(item, here?.properties?.[key], [...path, key]);
    }
  };
  if (node.config) look(node.config, root, []);
  if (node.outputVariable) add(node.outputVariable, ["outputVariable"]);
  return found;
}

export function usagesOf(document: FlowDocument, catalog: Catalog, subject: Subject, name: string): Usage[] {
  return document.nodes.flatMap((node) => {
    const read = textsOf(node, catalog).flatMap((text) =>
      isAbout(text, subject, name, node, catalog)
        ? [toUsage(text, 0, text.text.length)]
        : mentionsIn(text.text, text.language)
            .filter((mention) => isMention(document, mention, subject, name))
            .map((mention) => toUsage(text, mention.start, mention.end)),
    );
    if (subject !== "variable") return read;
    const set = definitionsOf(node, catalog)
      .filter((item) => item.name === name)
      .map(({ path }) => ({ ...wholeOf(node.id, path, name), isSet: true }));
    return [...set, ...read];
  });
}

function toUsage({ node, path, text }: Text, start: number, end: number): Usage {
  return { node, path, field: fieldName(path), text, start, end, isSet: false };
}

function wholeOf(node: string, path: Path, text: string): Omit<Usage, "isSet"> {
  return { node, path, field: fieldName(path), text, start: 0, end: text.length };
}

/** The whole text names the thing. */
function isAbout(text: Text, subject: Subject, name: string, node: FlowNode, catalog: Catalog): boolean {
  if (text.text !== name) return false;
  if (subject === "subflow") return text.path[0] === "flow" && isCall(catalog.get(node.type));
  if (subject !== "credential") return false;
  return (
    text.schema?.["x-ui"]?.widget === "credential-picker" || /credential/i.test(String(text.path.at(-1)))
  );
}

function isMention(document: FlowDocument, mention: Mention, subject: Subject, name: string): boolean {
  const { root, member } = mention;
  const isBare = root === name && !BUILT_IN.has(root);
  switch (subject) {
    case "variable":
      return isBare || (root === "vars" && member === name);
    case "parameter":
      return isBare || ((root === "params" || root === "parameters") && member === name);
    case "global":
      return root === "global" && member === name;
    case "node":
      return nodeMeant(document, mention)?.id === name;
    default:
      return false;
  }
}

export interface Used {
  subject: Subject;
  name: string;
  label: string;
}

/** Everything in this flow whose usages can be asked for, by kind. */
export function usedThings(document: FlowDocument, catalog: Catalog): Used[] {
  const names = (subject: Subject, all: Iterable<string>): Used[] =>
    [...new Set(all)].sort().map((name) => ({ subject, name, label: name }));
  const texts = document.nodes.flatMap((node) => textsOf(node, catalog));
  const mentions = texts.flatMap(({ text, language }) => mentionsIn(text, language));
  const parameters = Object.keys(document.parameters ?? {});
  const initial = (document as { variables?: Json }).variables;
  const variables = [
    ...(isObject(initial) ? Object.keys(initial) : []),
    ...document.nodes.flatMap((node) => definitionsOf(node, catalog).map((item) => item.name)),
  ];
  const globals = mentions.flatMap(({ root, member }) => (root === "global" && member ? [member] : []));
  const flows = document.nodes.flatMap((node) => calledFlow(node, catalog) ?? []);
  const credentials = texts
    .filter((text) => text.text !== "" && text.schema?.["x-ui"]?.widget === "credential-picker")
    .map((text) => text.text);
  return [
    ...names("variable", variables),
    ...names("parameter", parameters),
    ...names("global", globals),
    ...names("subflow", flows),
    ...names("credential", credentials),
  ];
}
