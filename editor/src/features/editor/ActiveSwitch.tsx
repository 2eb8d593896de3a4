// Whether the flow may be started. It takes effect at once and is not part of the drawing.
import { Switch } from "@mantine/core";
import { useSetActive } from "../../api/flows/setActive";
import { toastFailure } from "../../ui/toast";
import { useEditorSession, useView } from "./session";

export function ActiveSwitch() {
  const session = useEditorSession();
  const isActive = useView((view) => view.isActive);
  const { mutate, isPending } = useSetActive();
  const set = (active: boolean) =>
    mutate(
      { flow: session.flowId, active },
      {
        onSuccess: () => session.view.setState({ isActive: active }),
        onError: (error) => toastFailure("The flow was not switched", error),
      },
    );
  return (
    <Switch
      label="Active"
      description={isActive ? "The flow may be started" : "Only tests from here may start it"}
      checked={isActive}
      disabled={isPending || !session.mayEdit}
      onChange={(event) => set(event.currentTarget.checked)}
      data-testid="flow-active"
    />
  );
}
