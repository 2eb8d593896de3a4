// Stores a flow that came with a name of its own, and opens it.
import { useNavigate } from "@tanstack/react-router";
import { useCreateUnderFreeName } from "../../api/flows/createUnderFreeName";
import type { FlowDocument } from "../../core/document";

export function useCreateAndOpen() {
  const { create, isPending } = useCreateUnderFreeName();
  const navigate = useNavigate();
  const createAndOpen = async (document: FlowDocument) => {
    const flow = await create(document);
    await navigate({ to: "/flows/$flowId", params: { flowId: flow.id } });
  };
  return { create: createAndOpen, isPending };
}
