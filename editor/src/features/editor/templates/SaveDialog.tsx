// Keeps the flow, or what is selected of it, as a template.
import { Autocomplete, Checkbox, Modal, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTemplates } from "../../../api/templates/listTemplates";
import { useSaveTemplate } from "../../../api/templates/saveTemplate";
import { templateOf } from "../../../core/templateParts";
import { categoriesOf, type Placeholder, placeholdersIn, type TemplateKind } from "../../../core/templates";
import { FormButtons } from "../../../ui/FormButtons";
import { Failed } from "../../../ui/states";
import { toast } from "../../../ui/toast";
import { useEditorSession, useView } from "../session";
import { PlaceholderRows } from "./PlaceholderRows";

export function SaveTemplateDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const dialog = useView((view) => view.dialog);
  const kind: TemplateKind | undefined =
    dialog === "template-flow" ? "flow" : dialog === "template-selection" ? "pattern" : undefined;
  const title = kind === "flow" ? "Save flow as template" : "Save selection as template";
  return (
    <Modal opened={opened} onClose={onClose} title={title}>
      {kind && <Form kind={kind} onClose={onClose} />}
    </Modal>
  );
}

function Form({ kind, onClose }: { kind: TemplateKind; onClose: () => void }) {
  const session = useEditorSession();
  const [drawing] = useState(() => {
    const { document, selection } = session.store.getState();
    return templateOf(document, session.catalog, kind === "flow" ? undefined : selection.nodes);
  });
  const [name, setName] = useState(kind === "flow" ? drawing.name : "");
  const [description, setDescription] = useState(kind === "flow" ? (drawing.description ?? "") : "");
  const [category, setCategory] = useState("");
  const [isShared, setShared] = useState(false);
  const [placeholders, setPlaceholders] = useState<readonly Placeholder[]>(() =>
    placeholdersIn(drawing).map((found) => ({ name: found, label: "", type: "text" })),
  );
  const templates = useTemplates();
  const save = useSaveTemplate();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const draft = {
      kind,
      name: name.trim(),
      description,
      category: category.trim(),
      is_public: isShared,
      document: { ...drawing, name: name.trim(), description },
      placeholders: [...placeholders],
    };
    save.mutate(
      { draft },
      {
        onSuccess: () => {
          toast(`“${draft.name}” is among the templates now.`);
          onClose();
        },
      },
    );
  };
  return (
    <form onSubmit={submit} data-testid="save-template-form">
      <Stack gap="md">
        <TextInput
          label="Name"
          required
          maxLength={200}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          data-autofocus
          data-testid="template-name"
        />
        <Textarea
          label="Description"
          description="What it does and what it needs"
          autosize
          minRows={2}
          maxRows={8}
          value={description}
          onChange={(event) => setDescription(event.currentTarget.value)}
        />
        <Autocomplete
          label="Category"
          data={categoriesOf(templates.data ?? []).map((one) => one.name)}
          maxLength={100}
          value={category}
          onChange={setCategory}
          data-testid="template-category"
        />
        {placeholders.length > 0 ? (
          <PlaceholderRows placeholders={placeholders} onChange={setPlaceholders} />
        ) : (
          <Text size="xs" c="dimmed">
            To have something asked when the template is used, write {"<<name>>"} in its place first.
          </Text>
        )}
        <Checkbox
          label="Everybody may see and use it"
          checked={isShared}
          onChange={(event) => setShared(event.currentTarget.checked)}
        />
        <Text size="xs" c="dimmed">
          Values of secrets are left out.
        </Text>
        {save.error && <Failed what="The template was not kept" error={save.error} />}
        <FormButtons
          label="Save template"
          isBusy={save.isPending}
          isOff={name.trim() === ""}
          testId="template-submit"
          onCancel={onClose}
        />
      </Stack>
    </form>
  );
}
