// The dialogs of publishing and merging.
import { Modal } from "@mantine/core";
import { useEditorSession, useView } from "../session";
import { MergeDialog } from "./MergeDialog";
import { PublishDialog } from "./PublishDialog";
import { changesOf } from "./useChanges";

export function PublishDialogs({ opened }: { opened: boolean }) {
  const { store, view } = useEditorSession();
  const dialog = useView((state) => state.dialog);
  const merging = useView((state) => state.merging);
  const close = () => view.setState({ dialog: null });
  /** What is left of mine is looked at once more; where nothing is, there is nothing to publish. */
  const goOn = () => {
    const isLeft = changesOf(store.getState()).length > 0;
    view.setState({ dialog: isLeft ? "publish" : null });
  };
  return (
    <>
      <Modal opened={opened && dialog === "publish"} onClose={close} title="Publish" size="lg">
        <PublishDialog onClose={close} />
      </Modal>
      <Modal
        opened={opened && dialog === "merge" && merging !== null}
        onClose={close}
        title="Merge"
        size="xl"
      >
        {merging && <MergeDialog theirs={merging} onClose={close} onMerged={goOn} />}
      </Modal>
    </>
  );
}
