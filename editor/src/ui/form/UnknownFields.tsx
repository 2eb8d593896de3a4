// Values that the schema does not know: shown, so that nobody wonders, and kept until someone takes them out.
import { ActionIcon, Alert, Code, Group, Stack } from "@mantine/core";
import IconTrash from "@tabler/icons-react/dist/esm/icons/IconTrash.mjs";
import type { JsonObject } from "../../core/document";
import type { Schema } from "../../core/schema";
import { useForm } from "./formContext";

export function UnknownFields({ schema, value }: { schema: Schema; value: JsonObject }) {
  const { onChange, readOnly } = useForm();
  const known = new Set(Object.keys(schema.properties ?? {}));
  if (schema.oneOf || schema.additionalProperties) return null;
  const unknown = Object.keys(value).filter((name) => !known.has(name));
  if (unknown.length === 0) return null;
  return (
    <Alert variant="light" color="yellow" title="Values this node does not use" mt="md">
      <Stack gap={4}>
        {unknown.map((name) => (
          <Group key={name} justify="space-between" wrap="nowrap">
            <Code>
              {name}: {JSON.stringify(value[name])}
            </Code>
            {!readOnly && (
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={`Remove ${name}`}
                onClick={() => onChange([name], undefined)}
              >
                <IconTrash size={16} />
              </ActionIcon>
            )}
          </Group>
        ))}
      </Stack>
    </Alert>
  );
}
