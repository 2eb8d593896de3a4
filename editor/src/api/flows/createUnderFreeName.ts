// Stores a flow that came with a name of its own. A name that is taken gets a number.
import type { FlowDocument } from "../../core/document";
import { isCode } from "../problem";
import { useCreateFlow } from "./createFlow";
import type { FlowDetail } from "./types";

const MOST_TRIES = 20;

export function useCreateUnderFreeName() {
  const { mutateAsync, isPending } = useCreateFlow();
  const create = async (document: FlowDocument): Promise<FlowDetail> => {
    for (let copy = 1; ; copy += 1) {
      const name = copy === 1 ? document.name : `${document.name} (${copy})`;
      try {
        return await mutateAsync({ ...document, name });
      } catch (error) {
        if (!isCode(error, "name_taken") || copy >= MOST_TRIES) throw error;
      }
    }
  };
  return { create, isPending };
}
