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
