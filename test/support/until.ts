/** Waits for what happens by itself, such as news between nodes. */
export async function until(what: () => Promise<boolean> | boolean, ms = 5_000): Promise<void> {
  const end = performance.now() + ms;
  while (!(await what())) {
    if (performance.now() > end) throw new Error(`not within ${ms} ms`);
    await new Promise((done) => setTimeout(done, 50));
  }
}
