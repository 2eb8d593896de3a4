// The end of a form in a dialog: out of it, or on with it.
import { Button, Group } from "@mantine/core";

interface Props {
  /** What pressing it does. */
  label: string;
  isBusy: boolean;
  isOff?: boolean;
  testId: string;
  onCancel: () => void;
}

export function FormButtons({ label, isBusy, isOff, testId, onCancel }: Props) {
  return (
    <Group justify="flex-end" gap="xs">
      <Button variant="default" onClick={onCancel}>
        Cancel
      </Button>
      <Button type="submit" loading={isBusy} disabled={isOff} data-testid={testId}>
        {label}
      </Button>
    </Group>
  );
}
