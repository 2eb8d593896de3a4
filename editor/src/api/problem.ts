// A failed request, in the server's words: what failed, at which field, and the id to look it up by.

export interface FieldError {
  field: string;
  message: string;
  code?: string;
}

export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly errors: FieldError[];
  readonly requestId?: string;
  readonly body: Record<string, unknown>;

  constructor(status: number, body: Record<string, unknown>) {
    super(messageFrom(status, body));
    this.status = status;
    this.code = typeof body.code === "string" ? body.code : "unknown";
    this.errors = Array.isArray(body.errors) ? (body.errors as FieldError[]) : [];
    this.requestId = typeof body.request_id === "string" ? body.request_id : undefined;
    this.body = body;
  }
}

function messageFrom(status: number, body: Record<string, unknown>): string {
  if (typeof body.detail === "string" && body.detail) return body.detail;
  if (typeof body.title === "string" && body.title) return body.title;
  return status === 0 ? "The server cannot be reached." : `The server answered with status ${status}.`;
}

/** What the server says of these fields. */
export function fieldErrors<K extends string>(error: unknown, names: readonly K[]): { [name in K]?: string } {
  const errors = error instanceof ApiError ? error.errors : [];
  return Object.fromEntries(
    names.flatMap((name) => {
      const found = errors.find(({ field }) => field === name);
      return found ? [[name, found.message]] : [];
    }),
  ) as { [name in K]?: string };
}

/** Whether all the server says is about these fields. */
export function isAboutFields(error: unknown, names: readonly string[]): boolean {
  if (!(error instanceof ApiError) || error.errors.length === 0) return false;
  return error.errors.every(({ field }) => names.includes(field));
}

/** The server could not be reached at all. */
export function unreachable(): ApiError {
  return new ApiError(0, {
    code: "unreachable",
    detail: "The server cannot be reached. Check the connection and try again.",
  });
}

export async function readProblem(response: Response): Promise<ApiError> {
  try {
    const body: unknown = await response.json();
    return new ApiError(response.status, (body ?? {}) as Record<string, unknown>);
  } catch {
    return new ApiError(response.status, {});
  }
}

export function isCode(error: unknown, code: string): error is ApiError {
  return error instanceof ApiError && error.code === code;
}
