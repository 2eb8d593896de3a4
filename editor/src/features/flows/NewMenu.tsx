// The ways to begin a flow, beside the button for a blank one.
import { ActionIcon, Menu } from "@mantine/core";
import IconBraces from "@tabler/icons-react/dist/esm/icons/IconBraces.mjs";
import IconBulb from "@tabler/icons-react/dist/esm/icons/IconBulb.mjs";
import IconChevronDown from "@tabler/icons-react/dist/esm/icons/IconChevronDown.mjs";
import IconFile from "@tabler/icons-react/dist/esm/icons/IconFile.mjs";
import IconFileImport from "@tabler/icons-react/dist/esm/icons/IconFileImport.mjs";
import IconTemplate from "@tabler/icons-react/dist/esm/icons/IconTemplate.mjs";
import { useNavigate } from "@tanstack/react-router";

const WAYS = [
  { what: "blank", label: "Blank", icon: IconFile },
  { what: "example", label: "From an example", icon: IconBulb },
  { what: "file", label: "From a file", icon: IconFileImport },
  { what: "paste", label: "From JSON, also of Node-RED", icon: IconBraces },
];

export function NewMenu({ onNew }: { onNew: (what: string) => void }) {
  const navigate = useNavigate();
  return (
    <Menu position="bottom-end" shadow="md">
      <Menu.Target>
        <ActionIcon size={36} variant="filled" aria-label="More ways to begin" data-testid="new-menu">
          <IconChevronDown size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={<IconTemplate size={16} />}
          onClick={() => navigate({ to: "/templates", search: { kind: "flow" } })}
          data-testid="new-template"
        >
          From a template
        </Menu.Item>
        {WAYS.map(({ what, label, icon: Icon }) => (
          <Menu.Item
            key={what}
            leftSection={<Icon size={16} />}
            onClick={() => onNew(what)}
            data-testid={`new-${what}`}
          >
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
