// One template in the list; a press shows it beside the list.
import { Badge, Text, UnstyledButton } from "@mantine/core";
import IconPuzzle from "@tabler/icons-react/dist/esm/icons/IconPuzzle.mjs";
import IconRoute from "@tabler/icons-react/dist/esm/icons/IconRoute.mjs";
import IconStar from "@tabler/icons-react/dist/esm/icons/IconStar.mjs";
import { originOf, type TemplateItem } from "../../core/templates";
import classes from "./Templates.module.css";
import { ORIGINS } from "./words";

interface Props {
  item: TemplateItem;
  user: string;
  isCurrent: boolean;
  onPress: () => void;
}

export function TemplateCard({ item, user, isCurrent, onPress }: Props) {
  const Icon = item.kind === "flow" ? IconRoute : IconPuzzle;
  return (
    <li>
      <UnstyledButton
        className={classes.card}
        aria-current={isCurrent || undefined}
        onClick={onPress}
        data-testid={`template-${item.id}`}
      >
        <span className={classes.cardHead}>
          <Icon size={18} aria-hidden="true" />
          <Text component="span" fw={600} size="sm" className={classes.cardName}>
            {item.name}
          </Text>
          <Badge variant="default" size="sm" tt="none" fw={500} flex="none">
            {ORIGINS[originOf(item, user)]}
          </Badge>
        </span>
        <Text component="span" size="xs" c="dimmed" className={classes.about}>
          {item.description || "No description."}
        </Text>
        <Text component="span" size="xs" c="dimmed" className={classes.cardFoot}>
          <span>{item.category || "No category"}</span>
          <span>{item.uses === 1 ? "used once" : `used ${item.uses.toLocaleString()} times`}</span>
          {item.ratings > 0 && (
            <span className={classes.stars}>
              <IconStar size={12} aria-hidden="true" />
              {item.rating.toFixed(1)} of 5
            </span>
          )}
        </Text>
      </UnstyledButton>
    </li>
  );
}
