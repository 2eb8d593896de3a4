// All node types, by category: search, click or Enter to add, drag to place. And the templates, on a tab of their own.
import { ScrollArea, SegmentedControl, Text, TextInput } from "@mantine/core";
import IconSearch from "@tabler/icons-react/dist/esm/icons/IconSearch.mjs";
import { memo, useDeferredValue, useMemo, useState } from "react";
import type { Catalog, Descriptor } from "../../core/descriptor";
import { searchTypes } from "../../core/search";
import { DRAG_TYPE } from "../../ui/canvas";
import { lazily } from "../../ui/lazily";
import { nodeIcon } from "../../ui/nodeIcons";
import { addNodeSomewhere } from "./edit";
import classes from "./Palette.module.css";
import { useEditorSession, useView, type ViewState } from "./session";

const TemplateList = lazily(() => import("./templates/TemplateList"));

const KINDS = [
  { value: "nodes", label: "Nodes" },
  { value: "templates", label: "Templates" },
];

export function Palette() {
  const { view } = useEditorSession();
  const tab = useView((state) => state.palette);
  return (
    <aside className={classes.palette} aria-label="Nodes and templates">
      <SegmentedControl
        size="xs"
        mx={12}
        mt={12}
        aria-label="Show"
        data={KINDS}
        value={tab}
        onChange={(next) => view.setState({ palette: next as ViewState["palette"] })}
        data-testid="palette-kind"
      />
      {tab === "nodes" ? <NodeList /> : <TemplateList />}
    </aside>
  );
}

function NodeList() {
  const session = useEditorSession();
  const [text, setText] = useState("");
  const search = useDeferredValue(text);
  const groups = useMemo(() => grouped(session.catalog, search), [session.catalog, search]);
  const first = groups[0]?.items[0];
  return (
    <>
      <div className={classes.search}>
        <TextInput
          aria-label="Search nodes"
          placeholder="Search nodes"
          leftSection={<IconSearch size={16} />}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === "Enter" && first && text !== "") addNodeSomewhere(session, first);
          }}
          data-testid="palette-search"
        />
      </div>
      <ScrollArea className={classes.list} type="auto" scrollbarSize={8}>
        {groups.map((group) => (
          <section key={group.id} className={classes.group} aria-label={group.name}>
            <h2 className={classes.heading}>{group.name}</h2>
            {group.items.map((item) => (
              <PaletteItem key={item.type} item={item} />
            ))}
          </section>
        ))}
        {groups.length === 0 && (
          <Text size="sm" c="dimmed" px="md" py="lg">
            No node matches “{search}”. Try what it works on, such as “file” or “web”.
          </Text>
        )}
      </ScrollArea>
    </>
  );
}

interface Group {
  id: string;
  name: string;
  items: Descriptor[];
}

/** In catalog order by category; a search puts the best match, and so its category, first. */
function grouped(catalog: Catalog, search: string): Group[] {
  const found = searchTypes(catalog, search);
  const order = search === "" ? catalog.categories.map((category) => category.id) : [];
  const ids = [...new Set([...order, ...found.map((item) => item.category)])];
  return ids
    .map((id) => ({
      id,
      name: catalog.categoryName(id),
      items: found.filter((item) => item.category === id),
    }))
    .filter((group) => group.items.length > 0);
}

const PaletteItem = memo(function PaletteItem({ item }: { item: Descriptor }) {
  const session = useEditorSession();
  const Icon = nodeIcon(item.icon);
  return (
    <button
      type="button"
      className={classes.item}
      draggable
      title={item.description}
      onDragStart={(event) => {
        event.dataTransfer.setData(DRAG_TYPE, item.type);
        event.dataTransfer.effectAllowed = "copy";
      }}
      onClick={() => addNodeSomewhere(session, item)}
      data-testid={`palette-item-${item.type}`}
    >
      <span
        className={classes.icon}
        style={{ background: `var(--oc-cat-${item.category}, var(--oc-cat-code))` }}
        aria-hidden="true"
      >
        <Icon size={16} stroke={1.8} />
      </span>
      <span className={classes.label}>{item.name}</span>
    </button>
  );
});
