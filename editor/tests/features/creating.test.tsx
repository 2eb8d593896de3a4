// A new flow, made faster than the server says what nodes there are.
import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, test } from "vitest";
// Read already, so that only the answer is waited for.
import "../../src/core/nodeRed";
import { queryClient } from "../../src/api/queryClient";
import type { FlowDocument } from "../../src/core/document";
import { CreateFlowDialog } from "../../src/features/flows/CreateFlow";
import { catalog } from "../kit/catalog";
import { RED_EXPORT } from "../kit/nodeRed";
import { pretendServer, show } from "../kit/page";

const user = userEvent.setup();

/** Answers what nodes there are once it is told to, and takes any flow. */
async function open(start: string) {
  let answer = () => {};
  const asked = new Promise<void>((done) => {
    answer = done;
  });
  const types = { items: catalog.items, categories: catalog.categories };
  const requests = pretendServer({
    "GET /node-types": async () => {
      await asked;
      return Response.json(types);
    },
    "POST /flows": (_path: string, { document }: { document: FlowDocument }) =>
      Response.json({ id: "f", version: 1, document }, { status: 201 }),
  });
  await show(<CreateFlowDialog start={start} onClose={() => undefined} />);
  return { requests, answer };
}

beforeEach(() => queryClient.clear());

test("a blank flow begins with a start all the same", async () => {
  const { requests, answer } = await open("blank");
  await user.type(await screen.findByTestId("create-flow-name"), "New");
  await user.click(screen.getByTestId("create-flow-submit"));
  expect(requests).toEqual([]);
  answer();
  await waitFor(() => expect(requests).toHaveLength(1));
  expect(requests[0]?.body).toMatchObject({ document: { nodes: [{ type: "t.begin" }] } });
});

test("a flow of Node-RED is not told to be unknown as a whole", async () => {
  const { answer } = await open("paste");
  await user.click(await screen.findByTestId("flow-json"));
  await user.paste(JSON.stringify(RED_EXPORT));
  await user.click(screen.getByTestId("flow-json-submit"));
  await expect(screen.findByTestId("conversion-report", {}, { timeout: 500 })).rejects.toThrow();
  answer();
  await screen.findByTestId("conversion-report");
});
