// Where a variable, a parameter, a subflow or a credential is used in this flow.
import { Select, Text } from "@mantine/core";
import { useMemo, useState } from "react";
import { nodeTitle } from "../../../core/document";
import { selectedNode } from "../../../core/editorStore";
import { type Subject, usagesOf, usedThings } from "../../../core/usages";
import { showNode } from "../edit";
import classes from "../SidePanel.module.css";
import { useEditor, useEditorSession } from "../session";
import { Result } from "./Result";

const TITLES: { [subject in Subject]: string } = {
  variable: "Variables",
  parameter: "Parameters",
  global: "Global variables",
  node: "Output of a node",
  subflow: "Subflows",
  credential: "Credentials",
};

export default function UsagesPanel() {
  const session = useEditorSession();
  const document = useEditor((state) => state.document);
  const node = useEditor(selectedNode);
  const things = useMemo(() => usedThings(document, session.catalog), [document, session.catalog]);
  const [chosen, setChosen] = useState<string | null>(null);
  const [subject, name] = split(chosen ?? (node ? `node:${node}` : null));
  const found = useMemo(
    () => (subject && name !== undefined ? usagesOf(document, session.catalog, subject, name) : []),
    [document, session.catalog, subject, name],
  );
  const titleOf = (id: string) => {
    const found = document.nodes.find((item) => item.id === id);
    return found ? nodeTitle(found, session.catalog.get(found.type)?.name ?? found.type) : id;
  };
  const groups = Object.entries(TITLES).map(([kind, group]) => ({
    group,
    items:
      kind === "node"
        ? document.nodes.map((item) => ({ value: `node:${item.id}`, label: titleOf(item.id) }))
        : things
            .filter((thing) => thing.subject === kind)
            .map((thing) => ({ value: `${kind}:${thing.name}`, label: thing.label })),
  }));
  return (
    <>
      <div className={classes.form}>
        <Select
          aria-label="Usages of"
          placeholder="Usages of …"
          searchable
          data={groups.filter((group) => group.items.length > 0)}
          value={subject ? `${subject}:${name}` : null}
          onChange={setChosen}
          nothingFoundMessage="This flow has nothing of this name."
          data-testid="usages-subject"
        />
        <Text size="xs" c="dimmed" role="status">
          {subject
            ? `${found.length} ${found.length === 1 ? "place" : "places"}`
            : "Choose what to look for."}
        </Text>
      </div>
      <div className={classes.body}>
        {found.map((usage) => (
          <Result
            key={`${usage.node}/${usage.path.join("/")}/${usage.start}`}
            where={`${titleOf(usage.node)} · ${usage.field}${usage.isSet ? " · set here" : ""}`}
            text={usage.text}
            start={usage.start}
            end={usage.end}
            isCurrent={false}
            onChoose={() => showNode(session, usage.node)}
          />
        ))}
      </div>
    </>
  );
}

function split(key: string | null): [Subject | undefined, string | undefined] {
  if (key === null) return [undefined, undefined];
  const at = key.indexOf(":");
  return [key.slice(0, at) as Subject, key.slice(at + 1)];
}
