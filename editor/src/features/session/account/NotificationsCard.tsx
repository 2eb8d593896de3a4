// Which ends of the runs that one started one is told of by e-mail. A choice is saved at once.
import { Select, Stack, Text } from "@mantine/core";
import { type Notifications, type RunEnds, useNotifications } from "../../../api/account/getNotifications";
import { usePutNotifications } from "../../../api/account/putNotifications";
import { fieldErrors, isAboutFields } from "../../../api/problem";
import { Card } from "../../../ui/Card";
import { Loaded } from "../../../ui/Loaded";
import { Failed, LoadingRows } from "../../../ui/states";
import { toast } from "../../../ui/toast";

const CHOICES: { value: RunEnds; label: string }[] = [
  { value: "off", label: "Never" },
  { value: "failed", label: "When it fails" },
  { value: "succeeded", label: "When it succeeds" },
  { value: "ended", label: "Always" },
];

const SAVED: { [runs in RunEnds]: string } = {
  off: "You get no mail about your runs.",
  failed: "You get mail when a run that you started fails.",
  succeeded: "You get mail when a run that you started succeeds.",
  ended: "You get mail when a run that you started ends.",
};

export function NotificationsCard() {
  const notifications = useNotifications();
  return (
    <Card title="Notifications">
      <Loaded
        answer={notifications}
        what="What you are told could not be read"
        skeleton={<LoadingRows rows={1} height={60} />}
      >
        {(data) => <RunEndsField {...data} />}
      </Loaded>
    </Card>
  );
}

function RunEndsField({ runs, email, available }: Notifications) {
  const put = usePutNotifications();
  const choose = (value: RunEnds) => put.mutate(value, { onSuccess: (stored) => toast(SAVED[stored.runs]) });
  return (
    <Stack gap="md">
      {put.error && !isAboutFields(put.error, ["runs"]) && (
        <Failed what="Your choice was not saved" error={put.error} />
      )}
      <Select
        label="Tell me by e-mail when a run that I started ends"
        description={
          email
            ? `Mail goes to ${email}.`
            : "Your profile has no e-mail address. Fill it in first, then you can choose here."
        }
        data={CHOICES}
        value={put.isPending ? put.variables : runs}
        allowDeselect={false}
        disabled={!email}
        readOnly={put.isPending}
        error={fieldErrors(put.error, ["runs"]).runs}
        onChange={(value) => value && value !== runs && choose(value)}
        data-testid="profile-run-ends"
      />
      {!available && (
        <Text size="sm" c="dimmed" data-testid="profile-no-mail">
          This server does not send mail yet: an administrator has to set it up first. What you choose counts
          from then on.
        </Text>
      )}
    </Stack>
  );
}
