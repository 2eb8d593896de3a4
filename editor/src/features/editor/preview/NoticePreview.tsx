// Under the form of a node that sends something: what its reader will see, with the example data.
import { Group, UnstyledButton } from "@mantine/core";
import IconChevronRight from "@tabler/icons-react/dist/esm/icons/IconChevronRight.mjs";
import { useId, useMemo } from "react";
import type { Json, JsonObject } from "../../../core/document";
import { entriesOf, noticeOf, partsOf } from "../../../core/notice";
import type { Schema } from "../../../core/schema";
import { RoundSwitch } from "../expression/RoundSwitch";
import { DataLink } from "../sample/DataLink";
import { useNodeSample } from "../sample/useSample";
import { Body } from "./Body";
import { Part } from "./Part";
import { LookContext, Place } from "./Place";
import classes from "./Preview.module.css";
import { useLook } from "./useLook";
import { useOpen } from "./useOpen";

export function NoticePreview({ schema }: { schema: Schema }) {
  const [isOpen, toggle] = useOpen();
  const id = useId();
  return (
    <section className={classes.card} aria-labelledby={id} data-testid="preview">
      <UnstyledButton id={id} className={classes.head} aria-expanded={isOpen} onClick={toggle}>
        <IconChevronRight size={16} className={isOpen ? classes.open : undefined} aria-hidden="true" />
        Preview
      </UnstyledButton>
      {isOpen && <Shown schema={schema} />}
    </section>
  );
}

const EMPTY: JsonObject = {};

function Shown({ schema }: { schema: Schema }) {
  const { node, document, rounds } = useNodeSample();
  const config = document.nodes.find((item) => item.id === node)?.config ?? EMPTY;
  const written = useMemo(() => noticeOf(schema, config), [schema, config]);
  const { notice, look } = useLook(written);
  const worth = (value: Json) => look(value)?.found?.value;
  const { to, title, body, format = null, parts } = notice;
  return (
    <LookContext.Provider value={look}>
      <Group justify="space-between" gap="xs">
        <DataLink />
        {rounds.length > 0 && <RoundSwitch />}
      </Group>
      <div className={classes.notice}>
        {to !== undefined && <To people={entriesOf(to, worth)} />}
        {title !== undefined && (
          <div className={classes.title} data-testid="preview-title">
            <Place value={title} none="No title yet" />
          </div>
        )}
        {body !== undefined && <Body value={body} isHtml={(worth(format) ?? format) === "html"} />}
        {partsOf(parts, worth).map((part, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: parts have no identity of their own; the place is it
          <Part key={index} part={part} />
        ))}
      </div>
    </LookContext.Provider>
  );
}

function To({ people }: { people: readonly Json[] }) {
  return (
    <div className={classes.to} data-testid="preview-to">
      <span className={classes.none}>To</span>
      {people.length === 0 && <span className={classes.none}>nobody yet</span>}
      {people.map((person, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: entries have no identity of their own; the place is it
        <span key={index} className={classes.person}>
          <Place value={person} />
        </span>
      ))}
    </div>
  );
}
