// A template beside the list: a picture, what it is and asks for, and what can be done with it.
import { Button, CloseButton, Group, List, Rating, Skeleton, Text, Title } from "@mantine/core";
import IconStar from "@tabler/icons-react/dist/esm/icons/IconStar.mjs";
import IconStarFilled from "@tabler/icons-react/dist/esm/icons/IconStarFilled.mjs";
import { useState } from "react";
import { useCatalog } from "../../api/nodes/listNodeTypes";
import { canEdit, isAdmin, useSession } from "../../api/session";
import { useTemplate } from "../../api/templates/getTemplate";
import { useRateTemplate } from "../../api/templates/rateTemplate";
import { formatTime } from "../../core/format";
import { originOf, type TemplateItem } from "../../core/templates";
import { Facts } from "../../ui/Facts";
import { lazily } from "../../ui/lazily";
import { Markdown } from "../../ui/Markdown";
import { Failed } from "../../ui/states";
import { Thumbnail } from "../../ui/Thumbnail";
import { toast, toastFailure } from "../../ui/toast";
import { OwnerButtons } from "./OwnerButtons";
import classes from "./Templates.module.css";
import { UseDialog } from "./UseDialog";
import { KINDS } from "./words";

const FullPreview = lazily(() => import("./FullPreview"), 0);
const PICTURE = 180;

interface Props {
  item: TemplateItem;
  user: string;
  onClose: () => void;
}

export function TemplatePreview({ item, user, onClose }: Props) {
  const template = useTemplate(item.id);
  const catalog = useCatalog();
  const mayEdit = useSession(canEdit);
  const mayChangeAll = useSession(isAdmin);
  const [open, setOpen] = useState<"use" | "full" | null>(null);
  const mayChange = mayEdit && !item.shipped && (mayChangeAll || originOf(item, user) === "own");
  return (
    <aside className={classes.preview} aria-label={`About ${item.name}`} data-testid="template-preview">
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <Title order={2}>{item.name}</Title>
        <CloseButton aria-label="Close the preview" onClick={onClose} />
      </Group>
      {template.data && catalog.data ? (
        <Thumbnail document={template.data.document} catalog={catalog.data} height={PICTURE} />
      ) : template.error ? (
        <Failed
          what="The drawing could not be read"
          error={template.error}
          onRetry={() => template.refetch()}
        />
      ) : (
        <Skeleton height={PICTURE} radius="md" />
      )}
      <Group gap="xs">
        {mayEdit && (
          <Button onClick={() => setOpen("use")} data-testid="use-template">
            Use
          </Button>
        )}
        <Button
          variant="default"
          disabled={!template.data || !catalog.data}
          onClick={() => setOpen("full")}
          data-testid="full-preview"
        >
          Look closer
        </Button>
        {mayChange && template.data && <OwnerButtons template={template.data} onGone={onClose} />}
      </Group>
      {!mayEdit && (
        <Text size="xs" c="dimmed">
          To use a template you need the role operator or admin.
        </Text>
      )}
      {item.description && <Markdown text={item.description} />}
      <Asks item={item} />
      <About item={item} />
      {mayEdit && <YourRating item={item} given={template.data?.your_stars ?? 0} />}
      {open === "use" && <UseDialog item={item} onClose={() => setOpen(null)} />}
      {open === "full" && template.data && catalog.data && (
        <FullPreview template={template.data} catalog={catalog.data} onClose={() => setOpen(null)} />
      )}
    </aside>
  );
}

function Asks({ item }: { item: TemplateItem }) {
  if (item.placeholders.length === 0) return null;
  return (
    <div>
      <Text size="sm" fw={600}>
        Asks for
      </Text>
      <List size="sm">
        {item.placeholders.map((one) => (
          <List.Item key={one.name}>{one.label || one.name}</List.Item>
        ))}
      </List>
    </div>
  );
}

function About({ item }: { item: TemplateItem }) {
  const rows: [string, string][] = [
    ["What", KINDS[item.kind]],
    ["Category", item.category || "–"],
    ["By", item.author],
    ["Seen by", item.shipped || item.is_public ? "everybody" : "its author only"],
    ["Used", item.uses.toLocaleString()],
    ["Rating", ratingText(item)],
    ["Changed", formatTime(item.updated_at)],
  ];
  return <Facts rows={rows} />;
}

function ratingText({ rating, ratings }: TemplateItem): string {
  if (ratings === 0) return "not rated yet";
  return `${rating.toFixed(2)} of 5, by ${ratings === 1 ? "one person" : `${ratings} people`}`;
}

function YourRating({ item, given }: { item: TemplateItem; given: number }) {
  const rate = useRateTemplate();
  const give = (stars: number) =>
    rate.mutate(
      { id: item.id, stars },
      {
        onSuccess: () => toast(`You gave ${stars} of 5 to “${item.name}”.`),
        onError: (error) => toastFailure("Your rating was not kept", error),
      },
    );
  return (
    <Group gap="xs">
      <Text size="sm" id="your-rating">
        Your rating
      </Text>
      <Rating
        value={rate.variables?.stars ?? given}
        onChange={give}
        readOnly={rate.isPending}
        emptySymbol={<IconStar size={18} />}
        fullSymbol={<IconStarFilled size={18} color="var(--oc-accent)" />}
        getSymbolLabel={(stars) => (stars === 1 ? "1 star" : `${stars} stars`)}
        aria-labelledby="your-rating"
        data-testid="rate"
      />
    </Group>
  );
}
