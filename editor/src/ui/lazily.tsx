// Parts of a page that are read when they are first shown, or before that, once the page has come to rest.
import {
  type ComponentType,
  createElement,
  type FunctionComponent,
  lazy,
  Suspense,
  useEffect,
  useState,
} from "react";
import { Boundary } from "./Boundary";
import { Failed, LoadingRows } from "./states";
import { toastFailure } from "./toast";

type Module<P> = { default: ComponentType<P> };
type Read<P> = () => Promise<ComponentType<P> | Module<P>>;

const REST_MS = 1_500;
const ahead = new Set<() => Promise<unknown>>();

/** What is not needed yet, but will be read in a quiet moment. */
export function readLater<T>(read: () => Promise<T>): () => Promise<T> {
  ahead.add(read);
  return read;
}

export interface LazyAhead<P> extends FunctionComponent<P> {
  read: () => Promise<unknown>;
}

/**
 * As `lazy`, but what has been read ahead is there at once: React keeps back what it had to wait for, be it for a moment
 * only, until 0.3 s after it has shown that it waits.
 */
export function lazyAhead<P extends object>(read: () => Promise<Module<P>>): LazyAhead<P> {
  let ready: ComponentType<P> | undefined;
  const readIt = async () => {
    try {
      const found = await read();
      ready = found.default;
      return found;
    } catch (error) {
      // What could not be read stays so for React; the next try begins anew.
      later = asLazy();
      throw new Error(NOT_READ, { cause: error });
    }
  };
  const asLazy = () => lazy<ComponentType<P>>(readIt) as unknown as ComponentType<P>;
  let later = asLazy();
  const Part = (props: P) => {
    const [Now] = useState(() => ready ?? later);
    return createElement(Now, props);
  };
  return Object.assign(Part, { read: readIt });
}

const NOT_READ =
  "The server did not send it. Try again when there is a connection; if there is one, reload the page.";

const BROKEN = "A part of this page cannot be shown yet";

function part<P extends object>(read: Read<P>): FunctionComponent<P> {
  const Part = lazyAhead<P>(async () => {
    const found = await read();
    return "default" in found ? found : { default: found };
  });
  readLater(Part.read);
  return Part;
}

/** For what is read when a button is pressed, say: where the server does not send it, that is told. */
export function tellUnread(event: PromiseRejectionEvent): void {
  if (!/import(?:ed|ing) (?:a )?module/i.test(String(event.reason))) return;
  event.preventDefault();
  toastFailure("This does not work yet", new Error(NOT_READ), "lazily");
}

/** A part that stands somewhere on the page; without rows, nothing is in its place until it is there. */
export function lazily<P extends object>(read: Read<P>, rows = 3): FunctionComponent<P> {
  const Part = part(read);
  return function Lazy(props: P) {
    return (
      <Boundary
        shown={(error, again) => rows > 0 && <Failed what={BROKEN} error={error} onRetry={again} />}
        onFailure={rows > 0 ? undefined : tell}
      >
        <Suspense fallback={rows > 0 ? <LoadingRows rows={rows} /> : null}>
          <Part {...props} />
        </Suspense>
      </Boundary>
    );
  };
}

interface Closable {
  onClose?: () => void;
}

/** A dialog, which is nothing until it is opened. One that could not be read is closed, to be opened once more. */
export function lazyDialog<P extends { opened: boolean }>(read: Read<P>): FunctionComponent<P & Closable> {
  const Part = part(read);
  return function LazyDialog(props: P & Closable) {
    const [isAsked, setAsked] = useState(props.opened);
    if (props.opened && !isAsked) setAsked(true);
    return isAsked ? (
      <Boundary
        isWanted={props.opened}
        onFailure={(error) => {
          tell(error);
          props.onClose?.();
        }}
      >
        <Suspense fallback={null}>
          <Opening Part={Part} {...props} />
        </Suspense>
      </Boundary>
    ) : null;
  };
}

function tell(error: unknown): void {
  toastFailure(BROKEN, error, "lazily");
}

/** Closed at first: a dialog gives the focus back to where it was when the dialog went from closed to open. */
function Opening<P extends { opened: boolean }>({ Part, ...props }: P & { Part: ComponentType<P> }) {
  const [isThere, setThere] = useState(false);
  useEffect(() => setThere(true), []);
  return <Part {...(props as unknown as P)} opened={props.opened && isThere} />;
}

/** Reads all of them in a quiet moment, so that they open at once, and also when the network has gone. */
export function useReadAhead(): void {
  useEffect(() => {
    const timer = setTimeout(() => {
      for (const read of ahead) read().catch(() => undefined);
    }, REST_MS);
    return () => clearTimeout(timer);
  }, []);
}
