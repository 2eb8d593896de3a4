// A search above a list that answers late.
import { MantineProvider } from "@mantine/core";
import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";
import { SearchField } from "../../src/ui/SearchField";

const user = userEvent.setup();
const field = () => screen.getByTestId("search") as HTMLInputElement;

test("what was typed since stays when the list comes to what was typed before", async () => {
  const onChange = vi.fn();
  const search = (value?: string) => (
    <MantineProvider>
      <SearchField label="Search" placeholder="" testId="search" value={value} onChange={onChange} />
    </MantineProvider>
  );
  const { rerender } = render(search());
  await user.type(field(), "web");
  await waitFor(() => expect(onChange).toHaveBeenLastCalledWith("web"));
  await user.type(field(), "-1");
  rerender(search("web"));
  expect(field().value).toBe("web-1");
  await waitFor(() => expect(onChange).toHaveBeenLastCalledWith("web-1"));
  rerender(search("web-1"));
  // Another view is chosen, and then none.
  rerender(search("db"));
  await waitFor(() => expect(field().value).toBe("db"));
  rerender(search());
  await waitFor(() => expect(field().value).toBe(""));
});
