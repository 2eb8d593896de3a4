// A field that is shown stays while its node is open: nothing goes away under somebody who clears it to type anew.
import { useState } from "react";

/** True from the first time on that it is. */
export function useLasting(is: boolean): boolean {
  const [was, setWas] = useState(is);
  if (is && !was) setWas(true);
  return was || is;
}
