// The selected wire: what it joins, its label, the name of its link, and what can be done with it.
import { Button, Stack, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { type Wire, wireKind } from "../../core/document";
import { MOST_LINK_NAME } from "../../core/wireLinks";
import { command } from "./commands";
import classes from "./Editor.module.css";
import { useEditor, useEditorSession } from "./session";
import { useCommandContext } from "./useCommands";

export function WirePanel() {
  const session = useEditorSession();
  const wire = useEditor((state) => state.document.wires.find((item) => state.selection.wires.has(item.id)));
  if (!wire) return null;
  return (
    <div className={classes.panel}>
      <Text fw={650}>{wire.link ? "Link" : "Wire"}</Text>
      <Text size="sm" c="dimmed" mt={4} mb="md">
        {wireKind(wire)} wire from {wire.source} ({wire.sourcePort ?? "output"}) to {wire.target} (
        {wire.targetPort ?? "in"})
      </Text>
      <Stack gap="sm">
        {wire.link && <LinkName id={wire.id} link={wire.link} />}
        <TextInput
          label="Label"
          description={wire.link ? "Shown beside the name" : "Shown on the wire"}
          value={wire.label ?? ""}
          readOnly={!session.mayEdit}
          onChange={(event) =>
            session.store.getState().apply({
              kind: "setWire",
              wire: wire.id,
              fields: { label: event.currentTarget.value },
            })
          }
        />
        <Actions wire={wire} />
      </Stack>
    </div>
  );
}

/** A link without a name would be a line: the field may be empty while somebody types, the link keeps its name. */
function LinkName({ id, link }: { id: string; link: string }) {
  const session = useEditorSession();
  const [emptied, setEmptied] = useState<string | null>(null);
  const isEmpty = emptied === link;
  return (
    <TextInput
      label="Name of the link"
      description="Shown at both ends"
      value={isEmpty ? "" : link}
      error={isEmpty && "Type a name. Until then the link keeps the one it has."}
      maxLength={MOST_LINK_NAME}
      readOnly={!session.mayEdit}
      onBlur={() => setEmptied(null)}
      onChange={({ currentTarget: { value } }) => {
        const isNone = value.trim() === "";
        setEmptied(isNone ? link : null);
        if (!isNone) session.store.getState().apply({ kind: "setWire", wire: id, fields: { link: value } });
      }}
    />
  );
}

function Actions({ wire }: { wire: Wire }) {
  const context = useCommandContext();
  const ids = wire.link ? ["follow-link", "draw-line"] : ["add-junction", "make-link"];
  const now = context();
  return ids
    .map(command)
    .filter((item) => item.isEnabled(now))
    .map(({ id, label, icon: Icon, run }) => (
      <Button
        key={id}
        variant="default"
        justify="flex-start"
        leftSection={<Icon size={16} aria-hidden="true" />}
        onClick={() => run(context())}
        data-testid={`wire-${id}`}
      >
        {label}
      </Button>
    ));
}
