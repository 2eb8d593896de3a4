// The large editor of one field: the data at the left, the code in the middle, what it comes to at the right.
import { Button, Group, Modal, Text } from "@mantine/core";
import { useCallback, useMemo, useRef } from "react";
import { completionAt, insertion } from "../../../core/completion";
import type { Json } from "../../../core/document";
import { isExpression } from "../../../core/schema";
import { withNames } from "../../../core/scope";
import { CodeField, type CodeHandle } from "../../../ui/code/CodeField";
import type { ExpressionRequest } from "../../../ui/form/formContext";
import { JsonTree } from "../../../ui/JsonTree";
import { Origin } from "../sample/Origin";
import { useNodeSample } from "../sample/useSample";
import { useEditor, useEditorSession } from "../session";
import { DataTree } from "./DataTree";
import classes from "./Expression.module.css";
import { FunctionList } from "./FunctionList";
import { useLive } from "./LiveResult";
import { RoundSwitch } from "./RoundSwitch";
import { useScope } from "./useFormHelp";

interface Props {
  request: ExpressionRequest;
  onClose: () => void;
}

export default function ExpressionDialog({ request, onClose }: Props) {
  const { kind, label, binds, language, apply } = request;
  const { mayEdit } = useEditorSession();
  const code = useCode(request);
  const handle = useRef<CodeHandle>(null);
  const { rounds } = useNodeSample();
  const known = useScope();
  const scope = useMemo(() => withNames(known, binds), [known, binds]);
  const complete = useCallback(
    (text: string, at: number) => completionAt(text, at, kind, scope),
    [kind, scope],
  );
  const live = useLive(kind, code);
  const { message, at } = live.found ?? {};
  const mistake = useMemo(
    () => (message === undefined || at === undefined ? undefined : { message, at }),
    [message, at],
  );
  const insert = (path: string) =>
    handle.current?.insert((whole, place) => insertion(whole, place, path, kind));
  return (
    <Modal opened onClose={onClose} title={label} size="min(1240px, 96vw)" closeOnEscape centered>
      <div className={classes.columns} data-testid="expression-dialog">
        <div className={classes.side}>
          <Origin />
          <DataTree
            scope={scope}
            onInsert={insert}
            written={(path) => (kind === "template" ? `{{ ${path} }}` : path)}
          />
        </div>
        <div className={classes.middle}>
          <CodeField
            label={label}
            language={language ?? (kind === "expression" ? "rhai" : undefined)}
            isTemplate={kind === "template"}
            value={code}
            minLines={12}
            maxHeight={420}
            testId="expression-code"
            readOnly={!mayEdit}
            autoFocus
            complete={complete}
            mistake={mistake}
            handle={handle}
            onChange={apply}
          />
          <FunctionList kind={kind} onInsert={(text) => handle.current?.insert(() => text)} />
        </div>
        <div className={classes.side}>
          <Group justify="space-between" mb={4}>
            <Text size="sm" fw={650}>
              Result
            </Text>
            {rounds.length > 0 && <RoundSwitch />}
          </Group>
          <Result {...live} binds={binds} isEmpty={code.trim() === ""} />
        </div>
      </div>
      <Group justify="flex-end" mt="md">
        <Button onClick={onClose} data-testid="expression-done">
          Done
        </Button>
      </Group>
    </Modal>
  );
}

/** The code as the document holds it now. */
function useCode({ path }: ExpressionRequest): string {
  const { node } = useNodeSample();
  return useEditor((state) => {
    let value: Json | undefined = state.document.nodes.find((item) => item.id === node)?.config;
    for (const step of path) {
      value =
        typeof value === "object" && value !== null ? (value as { [name: string]: Json })[step] : undefined;
    }
    if (isExpression(value)) return value.$expr;
    return typeof value === "string" ? value : "";
  });
}

interface ResultProps extends ReturnType<typeof useLive> {
  binds?: readonly string[];
  isEmpty: boolean;
}

function Result({ found, secret, isPending, error, binds, isEmpty }: ResultProps) {
  if (isEmpty)
    return <p className={classes.quiet}>Type, or click a name at the left. The value appears here.</p>;
  if (secret)
    return <p className={classes.quiet}>{secret} is secret; its value is only there when the flow runs.</p>;
  if (error) return <p className={classes.quiet}>There is no result: {error.message}</p>;
  if (found?.message !== undefined) {
    return (
      <div data-testid="expression-mistake">
        <p className={classes.mistake}>{found.message}</p>
        {binds && <p className={classes.quiet}>{binds.join(" and ")} exist only while the node runs.</p>}
      </div>
    );
  }
  if (found?.value !== undefined) return <JsonTree value={found.value} data-testid="expression-result" />;
  return <p className={classes.quiet}>{isPending ? "Working it out…" : ""}</p>;
}
