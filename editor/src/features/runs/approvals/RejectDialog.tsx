// Before a rejection: room to say why.
import { Modal, Stack, Textarea } from "@mantine/core";
import type { FormEvent } from "react";
import { MOST_COMMENT } from "../../../api/approvals/decide";
import { FormButtons } from "../../../ui/FormButtons";

interface Props {
  opened: boolean;
  title: string;
  comment: string;
  error: string | undefined;
  isSending: boolean;
  onChange: (comment: string) => void;
  onReject: () => void;
  onClose: () => void;
}

export function RejectDialog(props: Props) {
  const { opened, title, comment, error, isSending, onChange, onReject, onClose } = props;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onReject();
  };
  return (
    <Modal opened={opened} onClose={onClose} title={`Reject “${title}”`}>
      <form onSubmit={submit}>
        <Stack gap="md">
          <Textarea
            label="Why?"
            description="Kept with the run, for whoever looks at it. May stay empty."
            autosize
            minRows={3}
            maxRows={12}
            maxLength={MOST_COMMENT}
            value={comment}
            error={error}
            onChange={(event) => onChange(event.currentTarget.value)}
            data-autofocus
            data-testid="reject-comment"
          />
          <FormButtons label="Reject" isBusy={isSending} testId="reject-submit" onCancel={onClose} />
        </Stack>
      </form>
    </Modal>
  );
}
