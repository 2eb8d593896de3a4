// Waiting for a signal, with an end to patience. Nothing here sleeps.

import assert from "node:assert/strict";

export const TIMEOUT = 60_000;

export async function within(promise, what, ms = TIMEOUT) {
  let timer;
  const late = new Promise((_, fail) => {
    timer = setTimeout(() => fail(new Error(`Waited ${ms} ms for ${what()}`)), ms);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Asks again until the answer is yes. */
export async function until(isSo, ms = TIMEOUT) {
  const end = Date.now() + ms;
  while (!(await isSo())) {
    if (Date.now() > end) throw new Error(`Waited ${ms} ms for ${isSo}`);
    await new Promise((done) => setTimeout(done, 50));
  }
}

/** Reads a part of the page until it is as expected: what a person sees who looks for a moment longer. */
export async function shows(read, expected, what) {
  const end = Date.now() + TIMEOUT;
  let found = await read();
  while (found !== expected && Date.now() < end) {
    await new Promise((done) => setTimeout(done, 50));
    found = await read();
  }
  assert.equal(found, expected, what);
}
