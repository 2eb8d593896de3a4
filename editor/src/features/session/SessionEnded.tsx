// A session that ended by itself: log in again on top of the page, so that nothing on it is lost.
import { Modal, Stack, Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useSession } from "../../api/session";
import { LoginForm } from "./LoginForm";

const nothing = () => undefined;

export function SessionEnded() {
  const hasEnded = useSession((session) => session.status === "expired");
  const username = useSession((session) => session.user?.username);
  const queries = useQueryClient();
  return (
    <Modal opened={hasEnded} onClose={nothing} withCloseButton={false} title="Your session has ended">
      <Stack gap="md">
        <Text size="sm">Log in again to go on where you were. Everything on this page is kept.</Text>
        <LoginForm
          username={username}
          onDone={() => {
            queries.invalidateQueries({ predicate: (query) => query.queryKey[0] !== "flow" });
          }}
        />
      </Stack>
    </Modal>
  );
}
