// DELETE /credentials/:id: refused while something uses it, unless it is forced.
import { useDeletion } from "../deletion";

export const useDeleteCredential = () => useDeletion("credentials");
