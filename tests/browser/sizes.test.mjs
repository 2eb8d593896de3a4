// Every list with plenty in it, in both themes, on a desk, on a phone and zoomed to 200 %: axe finds nothing to object to,
// nothing sticks out of the window, and the pictures are there to be looked at.
import assert from "node:assert/strict";
import { login } from "./kit/acts.mjs";
import { DESKTOP, PHONE, ZOOMED } from "./kit/browser.mjs";
import { inspect } from "./kit/inspect.mjs";
import { plenty, SCREENS } from "./kit/plenty.mjs";
import { pretend } from "./kit/pretend.mjs";
import { suite } from "./kit/suite.mjs";

const check = suite({ seeds: [] });
const SIZES = { wide: DESKTOP, phone: PHONE, zoomed: ZOOMED };

for (const colorScheme of ["light", "dark"]) {
  for (const [size, viewport] of Object.entries(SIZES)) {
    check(`every screen with plenty, ${size}, ${colorScheme}`, { colorScheme, viewport }, async ({ page, server }) => {
      const faults = [];
      const look = async (name) => faults.push(...(await inspect(page, `${name}-${size}-${colorScheme}`)));
      await login(page, server, "/variables");
      await pretend(page, plenty());
      for (const { name, path, ready } of SCREENS) {
        await page.goto(server.url + path);
        await ready(page).waitFor();
        if (name === "runs") await page.getByTestId("histogram").waitFor();
        await look(name);
      }
      assert.deepEqual(faults, []);
    });
  }
}
