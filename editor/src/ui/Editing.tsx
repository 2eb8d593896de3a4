// A form begins with what is stored as it opens. What others store meanwhile does not change what is being typed; it is
// read when the person asks for it.
import { type ReactNode, useState } from "react";
import { type Answer, Loaded } from "./Loaded";
import { LoadingRows } from "./states";

interface Props<T> {
  answer: Omit<Answer<T>, "refetch"> & {
    isFetchedAfterMount: boolean;
    refetch: () => Promise<{ data: T | undefined }>;
  };
  /** What could not be read, as a sentence without its end. */
  what: string;
  children: (stored: T, reload: () => void) => ReactNode;
}

export function Editing<T>({ answer, what, children }: Props<T>) {
  const [again, setAgain] = useState<{ data: T | undefined } | null>(null);
  const [round, setRound] = useState(0);
  const reload = async () => {
    setAgain(await answer.refetch());
    setRound((now) => now + 1);
  };
  const isFresh = answer.isFetchedAfterMount || answer.fetchStatus === "paused";
  return (
    <Loaded answer={answer} what={what}>
      {(stored) =>
        isFresh ? (
          <Begun key={round} stored={again?.data ?? stored}>
            {(begun) => children(begun, reload)}
          </Begun>
        ) : (
          <LoadingRows />
        )
      }
    </Loaded>
  );
}

function Begun<T>({ stored, children }: { stored: T; children: (stored: T) => ReactNode }) {
  const [begun] = useState(stored);
  return children(begun);
}
