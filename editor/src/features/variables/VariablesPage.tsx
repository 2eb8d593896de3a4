// Values that every flow reads: list, set, delete.
import { ActionIcon, Button, Code, Modal, Table, Text } from "@mantine/core";
import IconPencil from "@tabler/icons-react/dist/esm/icons/IconPencil.mjs";
import IconPlus from "@tabler/icons-react/dist/esm/icons/IconPlus.mjs";
import IconTrash from "@tabler/icons-react/dist/esm/icons/IconTrash.mjs";
import { useState } from "react";
import { canEdit, useSession } from "../../api/session";
import { useDeleteGlobal } from "../../api/variables/deleteGlobal";
import { type Global, useGlobals } from "../../api/variables/listGlobals";
import { formatAgo } from "../../core/format";
import { ConfirmDialog } from "../../ui/ConfirmDialog";
import { JsonTree } from "../../ui/JsonTree";
import { Loaded } from "../../ui/Loaded";
import { Page } from "../../ui/Page";
import { Empty, Failed } from "../../ui/states";
import { VariableForm } from "./VariableForm";

export function VariablesPage() {
  const globals = useGlobals();
  const mayEdit = useSession(canEdit);
  const [edited, setEdited] = useState<Global | "new" | null>(null);
  const [doomed, setDoomed] = useState<string | null>(null);
  const create = mayEdit && (
    <Button
      leftSection={<IconPlus size={16} />}
      onClick={() => setEdited("new")}
      data-testid="create-variable"
    >
      New variable
    </Button>
  );
  const items = globals.data;
  return (
    <Page title="Variables" actions={items && items.length > 0 && create}>
      <Text size="sm" c="dimmed">
        Every flow reads these. Passwords do not belong here: anybody who may see flows may see them.
      </Text>
      <Loaded answer={globals} what="The variables could not be read">
        {(items) =>
          items.length === 0 ? (
            <Empty action={create}>There are no variables yet.</Empty>
          ) : (
            <VariableTable
              items={items}
              onEdit={mayEdit ? setEdited : undefined}
              onDelete={mayEdit ? setDoomed : undefined}
            />
          )
        }
      </Loaded>
      <Modal
        opened={edited !== null}
        onClose={() => setEdited(null)}
        title={edited === "new" ? "New variable" : "Change variable"}
      >
        {edited !== null && (
          <VariableForm
            variable={edited === "new" ? undefined : edited}
            taken={items?.map((item) => item.name) ?? []}
            onClose={() => setEdited(null)}
          />
        )}
      </Modal>
      <DeleteVariable name={doomed} onClose={() => setDoomed(null)} />
    </Page>
  );
}

interface TableProps {
  items: readonly Global[];
  onEdit?: (variable: Global) => void;
  onDelete?: (name: string) => void;
}

function VariableTable({ items, onEdit, onDelete }: TableProps) {
  return (
    <Table.ScrollContainer type="native" minWidth={560} className="oc-table">
      <Table verticalSpacing="sm" data-testid="variable-list">
        <Table.Thead>
          <Table.Tr>
            <Table.Th w={240}>Name</Table.Th>
            <Table.Th>Value</Table.Th>
            <Table.Th w={200}>Changed</Table.Th>
            <Table.Th w={96}>
              <span className="oc-sr-only">Actions</span>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {items.map((item) => (
            <Table.Tr key={item.name} data-testid={`variable-row-${item.name}`}>
              <Table.Td>
                <Code>{item.name}</Code>
              </Table.Td>
              <Table.Td>
                <JsonTree value={item.value} />
              </Table.Td>
              <Table.Td>
                <Text size="sm" c="dimmed">
                  {formatAgo(item.updated_at, Date.now())}
                  {item.updated_by ? ` by ${item.updated_by}` : ""}
                </Text>
              </Table.Td>
              <Table.Td>
                {onEdit && (
                  <ActionIcon
                    variant="subtle"
                    color="gray"
                    aria-label={`Change ${item.name}`}
                    onClick={() => onEdit(item)}
                  >
                    <IconPencil size={16} />
                  </ActionIcon>
                )}
                {onDelete && (
                  <ActionIcon
                    variant="subtle"
                    color="gray"
                    aria-label={`Delete ${item.name}`}
                    onClick={() => onDelete(item.name)}
                  >
                    <IconTrash size={16} />
                  </ActionIcon>
                )}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function DeleteVariable({ name, onClose }: { name: string | null; onClose: () => void }) {
  const remove = useDeleteGlobal();
  const close = () => {
    remove.reset();
    onClose();
  };
  return (
    <ConfirmDialog
      opened={name !== null}
      title="Delete variable"
      confirmLabel="Delete variable"
      loading={remove.isPending}
      error={remove.error && <Failed what="The variable was not deleted" error={remove.error} />}
      onConfirm={() => name !== null && remove.mutate(name, { onSuccess: close })}
      onClose={close}
    >
      “{name}” will be gone. Flows that read it fail from then on.
    </ConfirmDialog>
  );
}
