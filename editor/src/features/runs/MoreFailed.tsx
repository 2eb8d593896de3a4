// Under the rows of a list whose next page could not be read.
import { Failed } from "../../ui/states";

export function MoreFailed({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  return <Failed what="More of them could not be read" error={error} onRetry={onRetry} />;
}
