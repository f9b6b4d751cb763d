import { AsyncLocalStorage } from 'node:async_hooks';

type Fetch = typeof fetch;

/** What the work under way fetches with. One for the process, as the global is that asks for it. */
const current = new AsyncLocalStorage<Fetch>();
let isInstalled = false;

/**
 * Has all that some work fetches go through a fetch of ours, libraries included: that of single sign-on calls the global one and takes
 * no other. Whatever else the process fetches goes its usual way.
 */
export function withFetch<Result>(fetch: Fetch, work: () => Promise<Result>): Promise<Result> {
  if (!isInstalled) install();
  return current.run(fetch, work);
}

function install(): void {
  const usual = globalThis.fetch;
  globalThis.fetch = (input, init) => (current.getStore() ?? usual)(input, init);
  isInstalled = true;
}
