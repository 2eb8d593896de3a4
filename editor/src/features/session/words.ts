// What people read when they were not let in.
import type { ApiError } from "../../api/problem";

/** For a refusal after too many tries. */
export function tooManyTries({ body }: ApiError): string {
  const seconds = typeof body.retry_after === "number" ? body.retry_after : 60;
  const minutes = Math.ceil(seconds / 60);
  const wait = seconds < 60 ? `${seconds} s` : minutes === 1 ? "a minute" : `${minutes} minutes`;
  return `There were too many tries. Wait ${wait}, then try again.`;
}
