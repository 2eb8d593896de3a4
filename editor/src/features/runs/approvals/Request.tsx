// One open request: what is asked, of whom and until when, and the answer.
import { Button, Group, Text, Textarea } from "@mantine/core";
import IconCheck from "@tabler/icons-react/dist/esm/icons/IconCheck.mjs";
import IconX from "@tabler/icons-react/dist/esm/icons/IconX.mjs";
import { useId, useState } from "react";
import { type Decision, MOST_COMMENT, useDecide } from "../../../api/approvals/decide";
import type { Approval } from "../../../api/approvals/listApprovals";
import { fieldErrors, isAboutFields, isCode } from "../../../api/problem";
import { formatAgo, formatTime, formatUntil } from "../../../core/format";
import { toast, toastFailure } from "../../../ui/toast";
import classes from "./Approvals.module.css";
import { RejectDialog } from "./RejectDialog";

interface Props {
  request: Approval;
  nodeTitle: string;
  onShowNode: () => void;
}

export function Request({ request, nodeTitle, onShowNode }: Props) {
  const { title, message, may_decide, why_not } = request;
  const id = useId();
  const [comment, setComment] = useState("");
  const [isRejecting, setRejecting] = useState(false);
  const decide = useDecide(request);
  const wrong = fieldErrors(decide.error, ["comment"]).comment;
  const send = (decision: Decision["decision"]) =>
    decide.mutate({ decision, comment }, { onSuccess: () => setRejecting(false), onError: sayFailure });
  return (
    <article className={classes.request} aria-labelledby={id} data-testid={`approval-${request.node}`}>
      <Text id={id} fw={650}>
        {title}
      </Text>
      {message && (
        <Text size="sm" className={classes.message}>
          {message}
        </Text>
      )}
      <Group gap={6} className={classes.facts}>
        <Button variant="transparent" size="compact-xs" px={0} onClick={onShowNode}>
          {nodeTitle}
        </Button>
        <Facts request={request} />
      </Group>
      <div className={classes.answer}>
        <Textarea
          className={classes.comment}
          label="Comment"
          placeholder="May stay empty"
          autosize
          minRows={1}
          maxRows={6}
          maxLength={MOST_COMMENT}
          disabled={!may_decide}
          value={comment}
          error={isRejecting ? undefined : wrong}
          onChange={(event) => setComment(event.currentTarget.value)}
          data-testid="approval-comment"
        />
        <Button
          leftSection={<IconCheck size={16} />}
          aria-label={`Approve “${title}”`}
          disabled={!may_decide}
          loading={decide.isPending && !isRejecting}
          onClick={() => send("approve")}
          data-testid="approve"
        >
          Approve
        </Button>
        <Button
          variant="default"
          leftSection={<IconX size={16} />}
          aria-label={`Reject “${title}”`}
          disabled={!may_decide || decide.isPending}
          onClick={() => setRejecting(true)}
          data-testid="reject"
        >
          Reject
        </Button>
      </div>
      {!may_decide && (
        <Text size="sm" data-testid="approval-why-not">
          {why_not || "You cannot decide this request."}
        </Text>
      )}
      <RejectDialog
        opened={isRejecting}
        title={title}
        comment={comment}
        error={wrong}
        isSending={decide.isPending}
        onChange={setComment}
        onReject={() => send("reject")}
        onClose={() => setRejecting(false)}
      />
    </article>
  );
}

/** The comment's own mistakes stand at the comment. */
function sayFailure(error: Error): void {
  if (isCode(error, "already_decided"))
    toast("This was decided a moment ago. The run goes on with that answer.");
  else if (!isAboutFields(error, ["comment"])) toastFailure("The answer was not taken", error);
}

const names = new Intl.ListFormat("en", { type: "disjunction" });

function Facts({ request }: { request: Approval }) {
  const { requested_by, requested_at, due_at, approvers } = request;
  const now = Date.now();
  return (
    <Text size="xs" c="dimmed">
      {"· asked "}
      {requested_by && `by ${requested_by} `}
      <time dateTime={requested_at} title={formatTime(requested_at)}>
        {formatAgo(requested_at, now)}
      </time>
      {due_at ? ` · until ${formatUntil(due_at, now)}` : " · without a time limit"}
      {approvers.length > 0 && ` · ${names.format(approvers)} may decide`}
    </Text>
  );
}
