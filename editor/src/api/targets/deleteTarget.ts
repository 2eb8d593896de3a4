// DELETE /targets/:id: refused while others depend on it, unless it is forced.
import { useDeletion } from "../deletion";

export const useDeleteTarget = () => useDeletion("targets");
