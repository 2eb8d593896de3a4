// Filters under a name: those that come with a list, and those a person kept in this browser.
import { Button, Group, Menu, Modal, TextInput } from "@mantine/core";
import IconBookmark from "@tabler/icons-react/dist/esm/icons/IconBookmark.mjs";
import IconTrash from "@tabler/icons-react/dist/esm/icons/IconTrash.mjs";
import { type FormEvent, useState } from "react";
import { readViews, type SavedView, withView, writeViews } from "../core/savedViews";

interface Props {
  list: string;
  shipped: readonly SavedView[];
  current: { [name: string]: string };
  onOpen: (search: { [name: string]: string }) => void;
}

export function SavedViews({ list, shipped, current, onOpen }: Props) {
  const [views, setViews] = useState(() => readViews(list));
  const [isNaming, setNaming] = useState(false);
  const keep = (next: SavedView[]) => {
    setViews(next);
    writeViews(list, next);
  };
  return (
    <>
      <Menu position="bottom-start" shadow="md" width={280}>
        <Menu.Target>
          <Button variant="default" leftSection={<IconBookmark size={16} />} data-testid="saved-views">
            Views
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {[...shipped, ...views].map((view) => (
            <Menu.Item key={view.name} onClick={() => onOpen(view.search)}>
              {view.name}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Item onClick={() => setNaming(true)} disabled={Object.keys(current).length === 0}>
            Save these filters…
          </Menu.Item>
          {views.length > 0 && <Menu.Label>Delete a view</Menu.Label>}
          {views.map((view) => (
            <Menu.Item
              key={view.name}
              leftSection={<IconTrash size={14} />}
              onClick={() => keep(views.filter((one) => one !== view))}
            >
              Delete “{view.name}”
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <Modal opened={isNaming} onClose={() => setNaming(false)} title="Save these filters">
        <NameForm
          onClose={() => setNaming(false)}
          onSave={(name) => keep(withView(views, { name, search: current }))}
        />
      </Modal>
    </>
  );
}

function NameForm({ onSave, onClose }: { onSave: (name: string) => void; onClose: () => void }) {
  const [name, setName] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSave(name.trim());
    onClose();
  };
  return (
    <form onSubmit={submit}>
      <TextInput
        label="Name"
        description="The view is kept in this browser."
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        data-autofocus
        data-testid="view-name"
      />
      <Group justify="flex-end" gap="xs" mt="md">
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" disabled={name.trim() === ""}>
          Save view
        </Button>
      </Group>
    </form>
  );
}
