// The first few tags of a thing in a row, and how many more there are; all of them on demand.
import { Badge, Text } from "@mantine/core";
import classes from "./Tags.module.css";

const FEW = 2;

export function Tags({ tags, few = FEW }: { tags: readonly string[]; few?: number }) {
  const more = tags.length - few;
  return (
    <div className={classes.tags} title={tags.join(", ")}>
      {tags.slice(0, few).map((tag) => (
        <Badge key={tag} variant="default" size="sm" tt="none" fw={500}>
          {tag}
        </Badge>
      ))}
      {more > 0 && (
        <Text size="xs" c="dimmed" component="span">
          +{more}
        </Text>
      )}
    </div>
  );
}
