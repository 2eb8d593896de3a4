// The flows that come with the application, as cards; a press stores a copy and opens it.
import { Text, UnstyledButton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { type Example, loadExamples } from "../../api/flows/examples";
import { useCatalog } from "../../api/nodes/listNodeTypes";
import type { Catalog } from "../../core/descriptor";
import { Loaded } from "../../ui/Loaded";
import { Failed, LoadingRows } from "../../ui/states";
import { Thumbnail } from "../../ui/Thumbnail";
import classes from "./FlowList.module.css";
import { useCreateAndOpen } from "./useCreateAndOpen";

export function Examples() {
  const examples = useQuery({
    queryKey: ["examples"],
    queryFn: loadExamples,
    staleTime: Number.POSITIVE_INFINITY,
    networkMode: "always",
  });
  const catalog = useCatalog();
  const { create, isPending } = useCreateAndOpen();
  const [wrong, setWrong] = useState<unknown>(null);
  const use = (example: Example) => {
    setWrong(null);
    create(example.document).catch(setWrong);
  };
  return (
    <>
      {wrong != null && <Failed what="The example was not created" error={wrong} />}
      <Loaded
        answer={examples}
        what="The examples could not be read"
        skeleton={<LoadingRows rows={2} height={120} />}
      >
        {(items) => (
          <div className={classes.cards}>
            {items.map((example) => (
              <ExampleCard
                key={example.id}
                example={example}
                catalog={catalog.data}
                isDisabled={isPending}
                onPress={() => use(example)}
              />
            ))}
          </div>
        )}
      </Loaded>
    </>
  );
}

interface CardProps {
  example: Example;
  catalog: Catalog | undefined;
  isDisabled: boolean;
  onPress: () => void;
}

function ExampleCard({ example, catalog, isDisabled, onPress }: CardProps) {
  const { name, description } = example.document;
  return (
    <UnstyledButton
      className={classes.card}
      disabled={isDisabled}
      onClick={onPress}
      data-testid={`example-${example.id}`}
    >
      <Thumbnail document={example.document} catalog={catalog} height={80} />
      <Text fw={600} size="sm">
        {name}
      </Text>
      <Text size="xs" c="dimmed">
        {description}
      </Text>
    </UnstyledButton>
  );
}
