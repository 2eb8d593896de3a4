// Templates beside the canvas: a press puts one into the flow in the middle of the view, a drag where it is dropped.
import { ScrollArea, Text, TextInput } from "@mantine/core";
import IconPuzzle from "@tabler/icons-react/dist/esm/icons/IconPuzzle.mjs";
import IconRoute from "@tabler/icons-react/dist/esm/icons/IconRoute.mjs";
import IconSearch from "@tabler/icons-react/dist/esm/icons/IconSearch.mjs";
import { useState } from "react";
import { useTemplates } from "../../../api/templates/listTemplates";
import { findTemplates, type TemplateItem } from "../../../core/templates";
import { Loaded } from "../../../ui/Loaded";
import classes from "../Palette.module.css";
import { useEditorSession } from "../session";
import { TEMPLATE_DRAG } from "./drag";

export default function TemplateList() {
  const templates = useTemplates();
  const [search, setSearch] = useState("");
  return (
    <>
      <div className={classes.search}>
        <TextInput
          aria-label="Search templates"
          placeholder="Search templates"
          leftSection={<IconSearch size={16} />}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
          data-testid="palette-template-search"
        />
      </div>
      <ScrollArea className={classes.list} type="auto" scrollbarSize={8}>
        <div className={classes.group}>
          <Loaded answer={templates} what="The templates could not be read">
            {(items) => <Found items={findTemplates(items, { search }, "")} />}
          </Loaded>
        </div>
      </ScrollArea>
    </>
  );
}

/** Parts of flows come first: they are made to be put into others. */
function Found({ items }: { items: readonly TemplateItem[] }) {
  if (items.length === 0) {
    return (
      <Text size="sm" c="dimmed" p="sm">
        No template matches. Select nodes and choose “Save selection as template” to make one.
      </Text>
    );
  }
  return (
    <>
      <Section name="Parts of flows" items={items.filter((item) => item.kind === "pattern")} />
      <Section name="Whole flows" items={items.filter((item) => item.kind === "flow")} />
    </>
  );
}

function Section({ name, items }: { name: string; items: readonly TemplateItem[] }) {
  if (items.length === 0) return null;
  return (
    <section aria-label={name}>
      <h2 className={classes.heading}>{name}</h2>
      {items.map((item) => (
        <TemplateEntry key={item.id} item={item} />
      ))}
    </section>
  );
}

function TemplateEntry({ item }: { item: TemplateItem }) {
  const { view } = useEditorSession();
  const Icon = item.kind === "flow" ? IconRoute : IconPuzzle;
  return (
    <button
      type="button"
      className={classes.item}
      draggable
      title={item.description}
      onDragStart={(event) => {
        event.dataTransfer.setData(TEMPLATE_DRAG, item.id);
        event.dataTransfer.effectAllowed = "copy";
      }}
      onClick={() => view.setState({ inserting: { template: item.id } })}
      data-testid={`palette-template-${item.id}`}
    >
      <span className={classes.icon} style={{ background: "var(--oc-cat-subflow)" }} aria-hidden="true">
        <Icon size={16} stroke={1.8} />
      </span>
      <span className={classes.label}>{item.name}</span>
    </button>
  );
}
