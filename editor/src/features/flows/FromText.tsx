// A new flow from a file or from pasted text: our own format, copied nodes, or Node-RED. Opens it at once.
import { Button, Group, Stack, Textarea } from "@mantine/core";
import { useState } from "react";
import { readCatalog } from "../../api/nodes/listNodeTypes";
import type { FlowDocument } from "../../core/document";
import { flowsIn, readIncoming } from "../../core/incoming";
import type { ReportLine } from "../../core/nodeRed";
import { ConversionReport } from "../../ui/ConversionReport";
import { pickTextFile } from "../../ui/files";
import { Failed } from "../../ui/states";
import { useCreateAndOpen } from "./useCreateAndOpen";

const PASTED = "Pasted flow";

interface Converted {
  flow: FlowDocument;
  report: readonly ReportLine[];
}

/** Makes a flow of a text; of a Node-RED flow it shows first what became of it. */
function useTake() {
  const { create, isPending } = useCreateAndOpen();
  const [isReading, setReading] = useState(false);
  const [wrong, setWrong] = useState<unknown>(null);
  const [converted, setConverted] = useState<Converted | null>(null);
  const make = async (flow: FlowDocument) => {
    setWrong(null);
    await create(flow).catch(setWrong);
  };
  const take = async (text: string) => {
    setWrong(null);
    setReading(true);
    try {
      const incoming = await readIncoming(text, await readCatalog());
      const [flow, ...more] = flowsIn(incoming, PASTED);
      if (flow === undefined || more.length > 0)
        throw new Error("There are several flows in it. Choose Import on the page of flows to take in all.");
      if (incoming.kind === "nodeRed") setConverted({ flow, report: incoming.conversion.report });
      else await make(flow);
    } catch (error) {
      setWrong(error);
    } finally {
      setReading(false);
    }
  };
  const status = (
    <>
      {converted && <ConversionReport report={converted.report} />}
      {wrong != null && <Failed what="No flow was made" error={wrong} />}
    </>
  );
  const forget = () => setConverted(null);
  return { take, make, forget, isPending: isPending || isReading, converted, status };
}

export function FromFile() {
  const { take, make, isPending, converted, status } = useTake();
  const choose = async () => {
    const text = await pickTextFile(".json,application/json");
    if (text !== undefined) await take(text);
  };
  return (
    <Stack gap="md" align="flex-start">
      {status}
      <Group gap="xs">
        <Button variant={converted ? "default" : "filled"} loading={isPending} onClick={choose}>
          Choose a file
        </Button>
        {converted && (
          <Button loading={isPending} onClick={() => make(converted.flow)} data-testid="make-converted">
            Make the flow
          </Button>
        )}
      </Group>
    </Stack>
  );
}

export function FromText() {
  const { take, make, forget, isPending, converted, status } = useTake();
  const [text, setText] = useState("");
  return (
    <Stack gap="md">
      <Textarea
        label="JSON"
        description="An exported flow, copied nodes, or a flow of Node-RED"
        className="oc-mono-input"
        autosize
        minRows={8}
        maxRows={16}
        spellCheck={false}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          forget();
        }}
        data-autofocus
        data-testid="flow-json"
      />
      {status}
      <Group justify="flex-end">
        <Button
          loading={isPending}
          disabled={text.trim() === ""}
          onClick={() => (converted ? make(converted.flow) : take(text))}
          data-testid="flow-json-submit"
        >
          {converted ? "Make the flow" : "Go on"}
        </Button>
      </Group>
    </Stack>
  );
}
