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
import { LoadingRows } from "./states";

type Read<P> = () => Promise<ComponentType<P>>;

const REST_MS = 1_500;
const later = new Set<() => Promise<unknown>>();

/** What is not needed yet, but will be read in a quiet moment. */
export function readLater<T>(read: () => Promise<T>): () => Promise<T> {
  later.add(read);
  return read;
}

export interface LazyAhead<P> extends FunctionComponent<P> {
  read: () => Promise<unknown>;
}

/**
 * As `lazy`, but what has been read ahead is there at once: React keeps back what it had to wait for, be it for a moment
 * only, until 0.3 s after it has shown that it waits.
 */
export function lazyAhead<P extends object>(
  read: () => Promise<{ default: ComponentType<P> }>,
): LazyAhead<P> {
  let ready: ComponentType<P> | undefined;
  const readIt = async () => {
    const found = await read();
    ready = found.default;
    return found;
  };
  const Later = lazy<ComponentType<P>>(readIt) as unknown as ComponentType<P>;
  const Part = (props: P) => {
    const [Now] = useState(() => ready);
    return createElement(Now ?? Later, props);
  };
  return Object.assign(Part, { read: readIt });
}

function part<P extends object>(read: Read<P>): FunctionComponent<P> {
  const Part = lazyAhead<P>(() => read().then((found) => ({ default: found })));
  readLater(Part.read);
  return Part;
}

/** A part that stands somewhere on the page; without rows, nothing is in its place until it is there. */
export function lazily<P extends object>(read: Read<P>, rows = 3): FunctionComponent<P> {
  const Part = part(read);
  return function Lazy(props: P) {
    return (
      <Suspense fallback={rows > 0 ? <LoadingRows rows={rows} /> : null}>
        <Part {...props} />
      </Suspense>
    );
  };
}

/** A dialog, which is nothing until it is opened. */
export function lazyDialog<P extends { opened: boolean }>(read: Read<P>): FunctionComponent<P> {
  const Part = part(read);
  return function LazyDialog(props: P) {
    const [isAsked, setAsked] = useState(props.opened);
    if (props.opened && !isAsked) setAsked(true);
    return isAsked ? (
      <Suspense fallback={null}>
        <Opening Part={Part} {...props} />
      </Suspense>
    ) : null;
  };
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
      for (const read of later) read().catch(() => undefined);
    }, REST_MS);
    return () => clearTimeout(timer);
  }, []);
}
