// Where a node works: on which machines, and with which credential it signs in there.
import { useCallback, useMemo } from "react";
import type { FlowNode, Json } from "../../core/document";
import { ownMessages } from "../../core/nodeFields";
import type { Path } from "../../core/operations";
import type { Schema } from "../../core/schema";
import { THIS_MACHINE } from "../../core/selectors";
import type { FormHelp } from "../../ui/form/formContext";
import { SchemaForm } from "../../ui/form/SchemaForm";
import { lastRuns } from "./lastRun";
import { useEditorSession, useView } from "./session";
import { useLasting } from "./useLasting";
import classes from "./Where.module.css";

/** The config may have fields of the same names; these go by others. */
const TARGET = "node-target";
const CREDENTIAL = "node-credential";

const target: Schema = {
  type: "string",
  title: "Target",
  description:
    "A name, `group:NAME`, `tag:NAME` or `local`; empty for the run's target, or this machine without one",
  "x-ui": {
    widget: "target-picker",
    group: "where",
    expression: "template",
    placeholder: "The run's target",
  },
};
const credential: Schema = {
  type: "string",
  title: "Sign in with",
  "x-ui": {
    widget: "credential-picker",
    group: "where",
    expression: "no",
    placeholder: "The target's own credential",
  },
};
const WITHOUT: Schema = { type: "object", properties: { [TARGET]: target } };
const WITH: Schema = { type: "object", properties: { [TARGET]: target, [CREDENTIAL]: credential } };

export function Where({ node, help }: { node: FlowNode; help: FormHelp }) {
  const session = useEditorSession();
  const problems = useView((view) => view.problems);
  const messages = useMemo(() => {
    const own = ownMessages(problems, node.id);
    return new Map([...own].map(([field, message]) => [`node-${field}`, message]));
  }, [problems, node.id]);
  const { id } = node;
  const hasSignIn = useLasting(signsIn(node, lastRuns.get(session.flowId)?.places.targets));
  const onChange = useCallback(
    ([name]: Path, value: Json | undefined) => {
      const text = typeof value === "string" && value !== "" ? value : undefined;
      const settings = name === TARGET ? { target: text } : { credential: text };
      session.store.getState().apply({ kind: "setNode", node: id, settings });
    },
    [session, id],
  );
  const value = {
    ...(node.target === undefined ? {} : { [TARGET]: node.target }),
    ...(node.credential === undefined ? {} : { [CREDENTIAL]: node.credential }),
  };
  return (
    <div className={classes.where} data-testid="where">
      <SchemaForm
        key={id}
        schema={hasSignIn ? WITH : WITHOUT}
        value={value}
        messages={messages}
        readOnly={!session.mayEdit}
        help={help}
        onChange={onChange}
      />
    </div>
  );
}

/** To sign in takes another machine, of the node's own or of the run's. */
function signsIn({ target, credential }: FlowNode, ofRun: readonly string[] = []): boolean {
  if (credential !== undefined) return true;
  const targets = target === undefined ? ofRun : [target];
  return targets.some((one) => one !== THIS_MACHINE);
}
