// A text to take along: shown as it is, with a button that copies it.
import { ActionIcon, CopyButton, Text, Tooltip } from "@mantine/core";
import IconCheck from "@tabler/icons-react/dist/esm/icons/IconCheck.mjs";
import IconCopy from "@tabler/icons-react/dist/esm/icons/IconCopy.mjs";
import classes from "./Trigger.module.css";

interface Props {
  label: string;
  text: string;
  "data-testid"?: string;
}

export function Copyable({ label, text, ...rest }: Props) {
  return (
    <div>
      <Text size="xs" fw={600} mb={2}>
        {label}
      </Text>
      <div className={classes.copyable}>
        <pre {...rest}>{text}</pre>
        <CopyButton value={text}>
          {({ copied, copy }) => (
            <Tooltip label={copied ? "Copied" : "Copy"}>
              <ActionIcon
                className={classes.copy}
                variant="subtle"
                color="gray"
                size={24}
                aria-label={`${label}: ${copied ? "copied" : "copy"}`}
                onClick={copy}
              >
                {copied ? <IconCheck size={15} /> : <IconCopy size={15} />}
              </ActionIcon>
            </Tooltip>
          )}
        </CopyButton>
      </div>
    </div>
  );
}
