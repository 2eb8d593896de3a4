// The flow itself: name, description, labels, parameters, settings.
import { NumberInput, Select, Stack, TagsInput, Text, Textarea, TextInput } from "@mantine/core";
import type { FlowSettings } from "../../core/document";
import type { DocumentFields } from "../../core/operations";
import { lazily } from "../../ui/lazily";
import { ActiveSwitch } from "./ActiveSwitch";
import classes from "./Editor.module.css";
import { ParametersTable } from "./ParametersTable";
import { useEditor, useEditorSession } from "./session";

const EndSettings = lazily(() => import("./EndSettings"), 1);
const StartSettings = lazily(() => import("./StartSettings"), 1);
const StartedBy = lazily(() => import("./trigger/StartedBy").then((it) => it.StartedBy), 2);
const Statistics = lazily(() => import("./Statistics"), 1);

export function FlowPanel() {
  const session = useEditorSession();
  const name = useEditor((state) => state.document.name);
  const description = useEditor((state) => state.document.description);
  const labels = useEditor((state) => state.document.labels);
  const set = (fields: DocumentFields) => session.store.getState().apply({ kind: "setDocument", fields });
  return (
    <div className={classes.panel} data-testid="flow-panel">
      <fieldset disabled={!session.mayEdit} style={{ border: "none", margin: 0, padding: 0 }}>
        <Stack gap="md">
          <Text fw={650} fz={16}>
            Flow
          </Text>
          <ActiveSwitch />
          <TextInput
            label="Name"
            value={name}
            error={name.trim() === "" && "A flow needs a name."}
            onChange={(event) => set({ name: event.currentTarget.value })}
            data-testid="flow-name"
          />
          <Textarea
            label="Description"
            autosize
            minRows={2}
            value={description ?? ""}
            onChange={(event) => set({ description: event.currentTarget.value })}
            data-testid="flow-description"
          />
          <TagsInput
            label="Labels"
            placeholder={labels?.length ? undefined : "Type and press Enter"}
            value={labels ?? []}
            onChange={(next) => set({ labels: next.length > 0 ? next : undefined })}
          />
          <ParametersTable />
          <SettingsFields />
          <StartSettings />
          <EndSettings />
        </Stack>
      </fieldset>
      <StartedBy flow={session.flowId} />
      <Statistics flow={session.flowId} />
    </div>
  );
}

function SettingsFields() {
  const session = useEditorSession();
  const settings = useEditor((state) => state.document.settings);
  const set = (change: FlowSettings) => {
    const entries = Object.entries({ ...settings, ...change }).filter(([, value]) => value !== undefined);
    const next = entries.length > 0 ? (Object.fromEntries(entries) as FlowSettings) : undefined;
    session.store.getState().apply({ kind: "setDocument", fields: { settings: next } });
  };
  return (
    <>
      <Text fw={650} fz={14} mt="xs">
        Settings
      </Text>
      <NumberInput
        label="Time limit of a run"
        description="Seconds; empty means the server's limit"
        suffix=" s"
        min={1}
        value={settings?.timeout ?? ""}
        onChange={(value) => set({ timeout: typeof value === "number" ? value : undefined })}
      />
      <Select
        label="Durability"
        description="How much survives a crash of the server"
        data={[
          { value: "strict", label: "Strict: nothing is lost" },
          { value: "relaxed", label: "Relaxed: faster, the last moments may repeat" },
          { value: "memory", label: "Memory: fastest, a crash ends the run" },
        ]}
        value={settings?.durability ?? "strict"}
        allowDeselect={false}
        onChange={(value) =>
          set({ durability: value === "strict" ? undefined : (value as FlowSettings["durability"]) })
        }
      />
    </>
  );
}
