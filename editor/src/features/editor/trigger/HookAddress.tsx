// Below the path of a webhook: its whole address, how a caller proves itself, and a call to try.
import { Text } from "@mantine/core";
import { useTriggers } from "../../../api/triggers/listTriggers";
import type { Path } from "../../../core/operations";
import { exampleCall, type HookAuth, type Trigger } from "../../../core/triggers";
import { useNodeSample } from "../sample/useSample";
import { useEditorSession } from "../session";
import { Copyable } from "./Copyable";
import { HookSecret } from "./HookSecret";
import classes from "./Trigger.module.css";
import { useBeside } from "./useBeside";

/** The field that says how callers prove themselves, in the words of the server. */
const AUTH_FIELD = "auth";

const PROOFS: Readonly<Record<HookAuth, string>> = {
  token: "A caller sends the secret along, as a token in the header Authorization.",
  signature:
    "A caller signs the body with the secret, and sends the signature in the header X-Hub-Signature-256.",
  none: "A caller needs no secret: whoever knows the address can start this flow.",
};

export function HookAddress({ path, text }: { path: Path; text: string }) {
  const { flowId } = useEditorSession();
  const { node } = useNodeSample();
  const { data, error } = useTriggers(flowId);
  const drawn = useBeside(path).find(({ name }) => name === AUTH_FIELD)?.value;
  if (!data) return error && <Note>The address is not known. {error.message}</Note>;
  const trigger = data.find((item) => item.node === node && item.address !== null);
  if (!trigger) return <Note>The address works once the flow is published.</Note>;
  const auth = isAuth(drawn) ? drawn : (trigger.auth ?? "none");
  const isChanged = auth !== trigger.auth || !trigger.address?.endsWith(`/hooks/${text}`);
  return <Published trigger={trigger} auth={auth} isChanged={isChanged} />;
}

interface PublishedProps {
  trigger: Trigger;
  auth: HookAuth;
  /** What is drawn is not what is published. */
  isChanged: boolean;
}

function Published({ trigger, auth, isChanged }: PublishedProps) {
  return (
    <div className={classes.below} data-testid="hook">
      <Copyable label="Address" text={trigger.address ?? ""} data-testid="hook-address" />
      {isChanged && <Note>This is what is published. What you changed works once you publish it.</Note>}
      <Text size="xs" data-testid="hook-proof">
        {PROOFS[auth]}
      </Text>
      {auth !== "none" && <HookSecret trigger={trigger} />}
      <Copyable label="Call to try" text={exampleCall(trigger, auth)} data-testid="hook-example" />
    </div>
  );
}

function Note({ children }: { children: React.ReactNode }) {
  return (
    <Text size="xs" c="dimmed" mt={4} data-testid="hook-note">
      {children}
    </Text>
  );
}

function isAuth(value: unknown): value is HookAuth {
  return typeof value === "string" && value in PROOFS;
}
