// Answers in the server's place, for states that a healthy server does not get into.

/**
 * `answers` go by method and path below /api/v1, such as "GET /runs". A number is a refusal with that status,
 * "never" is a request nobody answers, a function gets the request, anything else is the body. They may be changed later.
 */
export async function pretend(page, answers) {
  await page.route(/\/api\/v1\//, async (route) => {
    const request = route.request();
    const path = new URL(request.url()).pathname.replace("/api/v1", "");
    const key = `${request.method()} ${path}`;
    const answer = typeof answers[key] === "function" ? answers[key](request) : answers[key];
    if (answer === undefined) return route.fallback();
    if (answer === "never") return undefined;
    if (typeof answer === "number") return route.fulfill(refusal(answer, key));
    return route.fulfill({ json: answer });
  });
}

function refusal(status, key) {
  const isForbidden = status === 403;
  const json = {
    status,
    code: isForbidden ? "forbidden" : "broken",
    detail: isForbidden ? "This needs a permission that your role does not have." : `${key} is out of order.`,
    request_id: "0192-req",
    ...(isForbidden ? { permission: "run.read" } : {}),
  };
  return { status, json, contentType: "application/problem+json" };
}
