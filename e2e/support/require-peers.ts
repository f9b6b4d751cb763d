import { existsSync } from 'node:fs';
import { reasonToSkipDockerRegistry, reasonToSkipRedis } from '@patchbay/testing';

const said = new Set<string>();

function isReady(reason: string | null): boolean {
  if (reason === null) return true;
  if (!said.has(reason)) process.stderr.write(`${reason}\n`);
  said.add(reason);
  return false;
}

/** Whether the tests with a real registry can run. On CI they always do, and fail when it is missing. */
export function requireDockerRegistry(): boolean {
  return isReady(reasonToSkipDockerRegistry());
}

/** Where the browser is: CHROMIUM_PATH, or Debian's. */
export const chromiumPath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';

/** Whether the tests in a browser can run. On CI they always do, and fail when it is missing. */
export function requireBrowser(): boolean {
  const isMissing = !existsSync(chromiumPath);
  return isReady(
    isMissing && !process.env.CI
      ? `No browser at ${chromiumPath} (Debian: apt-get install chromium, or set CHROMIUM_PATH), so the tests in a browser are skipped.`
      : null,
  );
}

/** Whether the tests with a Redis can run. On CI they always do, and fail when it is missing. */
export function requireRedis(): boolean {
  return isReady(reasonToSkipRedis());
}

/** Whether the tests of several processes can run, which need PostgreSQL: the embedded database is one process's. */
export function requirePostgres(): boolean {
  return isReady(
    process.env.TEST_DATABASE_URL || process.env.CI
      ? null
      : 'TEST_DATABASE_URL names no PostgreSQL server, so the tests of several processes on one database are skipped.',
  );
}
