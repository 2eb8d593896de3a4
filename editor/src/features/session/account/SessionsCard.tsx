// Where one is logged in, and logging out there, or everywhere.
import { Button, Text } from "@mantine/core";
import { useRef, useState } from "react";
import { useEndAllSessions } from "../../../api/account/endAllSessions";
import { useEndSession } from "../../../api/account/endSession";
import { type Session, useSessions } from "../../../api/account/listSessions";
import { deviceOf } from "../../../core/device";
import { Card } from "../../../ui/Card";
import { ConfirmDialog } from "../../../ui/ConfirmDialog";
import { Loaded } from "../../../ui/Loaded";
import { Failed, LoadingRows } from "../../../ui/states";
import { toast, toastFailure } from "../../../ui/toast";
import classes from "./Profile.module.css";
import { SessionRow } from "./SessionRow";

export function SessionsCard() {
  const sessions = useSessions();
  return (
    <Card title="Where you are logged in" action={<LogOutEverywhere />}>
      <Loaded
        answer={sessions}
        what="Where you are logged in could not be read"
        skeleton={<LoadingRows rows={3} height={52} />}
      >
        {(items) => <SessionList items={items} />}
      </Loaded>
    </Card>
  );
}

function SessionList({ items }: { items: readonly Session[] }) {
  const end = useEndSession();
  const list = useRef<HTMLUListElement>(null);
  const logOut = (session: Session) => {
    const { name } = deviceOf(session.device);
    const onSuccess = () => {
      toast(`Logged out: ${name}.`);
      list.current?.focus();
    };
    const onError = (error: Error) => toastFailure(`${name} is still logged in`, error);
    end.mutate(session.id, { onSuccess, onError });
  };
  return (
    <>
      <ul ref={list} className={classes.sessions} tabIndex={-1} data-testid="session-list">
        {items.map((session) => (
          <SessionRow
            key={session.id}
            session={session}
            isEnding={end.isPending && end.variables === session.id}
            onLogOut={() => logOut(session)}
          />
        ))}
      </ul>
      {items.every((session) => session.is_current) && (
        <Text size="sm" c="dimmed">
          You are not logged in anywhere else.
        </Text>
      )}
    </>
  );
}

function LogOutEverywhere() {
  const [isAsking, setAsking] = useState(false);
  const endAll = useEndAllSessions();
  const close = () => {
    endAll.reset();
    setAsking(false);
  };
  return (
    <>
      <Button variant="default" onClick={() => setAsking(true)} data-testid="end-all-sessions">
        Log out everywhere
      </Button>
      <ConfirmDialog
        opened={isAsking}
        title="Log out everywhere"
        confirmLabel="Log out everywhere"
        loading={endAll.isPending}
        error={endAll.error && <Failed what="You are still logged in" error={endAll.error} />}
        onConfirm={() => endAll.mutate()}
        onClose={close}
      >
        You will be logged out in every browser and program, in this one too, and log in again with your
        password. Runs go on. What is not saved on this page is lost.
      </ConfirmDialog>
    </>
  );
}
