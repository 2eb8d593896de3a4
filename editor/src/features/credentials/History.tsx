// What became of a credential: made, changed, rotated, used by which run.
import { Button, List, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { type CredentialEvent, useCredentialHistory } from "../../api/credentials/listHistory";
import { formatTime } from "../../core/format";
import { Loaded } from "../../ui/Loaded";
import { LoadingRows } from "../../ui/states";

const WORDS: { [action in CredentialEvent["action"]]: string } = {
  create: "Made",
  update: "Changed",
  rotate: "Rotated",
  use: "Used",
};

export function History({ id }: { id: string }) {
  const history = useCredentialHistory(id);
  const events = history.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Loaded
      answer={history}
      what="The history could not be read"
      skeleton={<LoadingRows rows={2} height={28} />}
    >
      {() => (
        <>
          {events.length === 0 && (
            <Text size="sm" c="dimmed">
              Nothing is known yet.
            </Text>
          )}
          <List size="sm" listStyleType="none" data-testid="credential-history">
            {events.map((event, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: what was done has no identity of its own
              <List.Item key={index}>
                <Event event={event} />
              </List.Item>
            ))}
          </List>
          {history.hasNextPage && (
            <Button
              variant="default"
              size="xs"
              loading={history.isFetchingNextPage}
              onClick={() => history.fetchNextPage()}
            >
              Show more
            </Button>
          )}
        </>
      )}
    </Loaded>
  );
}

function Event({ event: { at, by, action, details } }: { event: CredentialEvent }) {
  return (
    <>
      {WORDS[action] ?? action}
      {by ? ` by ${by}` : ""}
      {details.purpose ? ` for ${details.purpose}` : ""}
      {details.node ? ` at ${details.node}` : ""}
      {details.run && (
        <>
          {" in "}
          <Link to="/runs/$runId" params={{ runId: details.run }} className="oc-link">
            a run
          </Link>
        </>
      )}
      <Text size="xs" c="dimmed">
        {formatTime(at)}
      </Text>
    </>
  );
}
