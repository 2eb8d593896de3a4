// What a run asks of people, while it waits for an answer; nothing is read before that.
import { waitingCount } from "../../../core/approvals";
import type { OverlayStore } from "../../../core/overlayStore";
import { lazily } from "../../../ui/lazily";
import { useOverlay } from "../useOverlay";

const Requests = lazily(() => import("./Requests").then((it) => it.Requests), 0);

interface Props {
  runId: string;
  overlay: OverlayStore;
  onShowNode: (node: string) => void;
}

export function ApprovalBar(props: Props) {
  const count = useOverlay(props.overlay, waitingCount) ?? 0;
  return count > 0 ? <Requests {...props} count={count} /> : null;
}
