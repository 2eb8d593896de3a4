// Keeping the draft now, publishing it, throwing it away, and looking at what was published before.
import IconCloudUpload from "@tabler/icons-react/dist/esm/icons/IconCloudUpload.mjs";
import IconDeviceFloppy from "@tabler/icons-react/dist/esm/icons/IconDeviceFloppy.mjs";
import IconTrashX from "@tabler/icons-react/dist/esm/icons/IconTrashX.mjs";
import { getFlow } from "../../../api/flows/getFlow";
import { toast, toastFailure } from "../../../ui/toast";
import { type Command, type CommandContext, mayEdit } from "../command";
import type { Session } from "../session";
import { changesOf } from "./useChanges";

const hasChanges = (context: CommandContext) => mayEdit(context) && changesOf(context.state).length > 0;

async function saveDraft({ session }: CommandContext): Promise<void> {
  const isKept = await session.keeper.keepNow();
  const text = isKept ? "The draft is saved." : "The draft stays in this browser until the server answers.";
  session.store.getState().announce(text);
  toast(text);
}

/** Goes on from what is published; undo brings the draft back. */
export async function discardDraft(session: Session): Promise<void> {
  try {
    const { document, version } = await getFlow(session.flowId);
    session.store.getState().rebase(document, { saved: document, version }, "discard draft");
    session.view.setState({ draftFrom: null });
    await session.keeper.keepNow();
    if (changesOf(session.store.getState()).length > 0) return;
    toast(`You see version ${version} again. Undo brings the draft back.`);
  } catch (error) {
    toastFailure("The draft was not discarded", error);
  }
}

export const publishCommands: readonly Command[] = [
  {
    id: "save",
    label: "Save the draft now",
    icon: IconDeviceFloppy,
    keys: ["Ctrl+S"],
    group: "Flow",
    scope: "page",
    isEnabled: hasChanges,
    run: saveDraft,
  },
  {
    id: "publish",
    label: "Publish",
    icon: IconCloudUpload,
    keys: ["Ctrl+Shift+S"],
    group: "Flow",
    scope: "page",
    isEnabled: hasChanges,
    run: ({ session }) => session.view.setState({ dialog: "publish", merging: null }),
  },
  {
    id: "discard-draft",
    label: "Discard the draft",
    icon: IconTrashX,
    keys: [],
    group: "Flow",
    scope: "page",
    isEnabled: hasChanges,
    run: ({ session }) => discardDraft(session),
  },
];
