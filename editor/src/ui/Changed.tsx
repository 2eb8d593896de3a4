// Says that somebody stored something else while a form was filled in, and offers what is stored now.
import { Alert, Button, Stack, Text } from "@mantine/core";
import IconAlertTriangle from "@tabler/icons-react/dist/esm/icons/IconAlertTriangle.mjs";

export function ChangedMeanwhile({ onReload }: { onReload: () => void }) {
  return (
    <Alert
      icon={<IconAlertTriangle size={20} />}
      color="yellow"
      variant="light"
      title="Somebody changed this meanwhile"
      role="alert"
      data-testid="changed-meanwhile"
    >
      <Stack gap="xs" align="flex-start">
        <Text size="sm">Nothing was stored. Read what is stored now, and make your change in it.</Text>
        <Button size="xs" variant="default" onClick={onReload}>
          Read it again
        </Button>
      </Stack>
    </Alert>
  );
}
