// Waiting for a signal, with an end to patience. Nothing here sleeps.

export const TIMEOUT = 30_000;

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
