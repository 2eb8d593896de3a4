// Puts a template into the open flow, after asking what it asks for.
import { Modal } from "@mantine/core";
import { useCallback, useEffect, useRef } from "react";
import { useFillTemplate } from "../../../api/templates/fillTemplate";
import { useTemplates } from "../../../api/templates/listTemplates";
import type { JsonObject } from "../../../core/document";
import type { TemplateItem } from "../../../core/templates";
import { PlaceholderForm } from "../../../ui/PlaceholderForm";
import { Failed } from "../../../ui/states";
import { toastFailure } from "../../../ui/toast";
import { insertFlow } from "../insertFlow";
import { type Inserting, useEditorSession, useView } from "../session";

export function InsertDialog({ opened }: { opened: boolean }) {
  const inserting = useView((view) => view.inserting);
  const templates = useTemplates(opened);
  const item = templates.data?.find(({ id }) => id === inserting?.template);
  return inserting && item && <Insert key={item.id} item={item} at={inserting.at} />;
}

function Insert({ item, at }: { item: TemplateItem; at: Inserting["at"] }) {
  const session = useEditorSession();
  const fill = useFillTemplate();
  const { mutateAsync } = fill;
  const close = useCallback(() => session.view.setState({ inserting: null }), [session]);
  const insert = useCallback(
    async (values: JsonObject) => {
      const filled = await mutateAsync({ id: item.id, values });
      insertFlow(session, filled, at);
      close();
    },
    [mutateAsync, item.id, session, at, close],
  );
  const asksNothing = item.placeholders.length === 0;
  const hasBegun = useRef(false);
  useEffect(() => {
    if (!asksNothing || hasBegun.current) return;
    hasBegun.current = true;
    insert({}).catch((error) => {
      toastFailure("The template was not inserted", error);
      close();
    });
  }, [asksNothing, insert, close]);
  if (asksNothing) return null;
  return (
    <Modal opened onClose={close} title={`Insert “${item.name}”`}>
      <PlaceholderForm
        placeholders={item.placeholders}
        submitLabel="Insert"
        isBusy={fill.isPending}
        error={fill.error && <Failed what="The template was not inserted" error={fill.error} />}
        onSubmit={(values) => insert(values).catch(() => undefined)}
        onClose={close}
      />
    </Modal>
  );
}
