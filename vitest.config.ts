import { defineConfig } from 'vitest/config';

const database = [
  'packages/{db,services,jobs}/**/*.test.ts',
  'apps/api/**/*.test.ts',
  // The other commands have no database.
  'apps/cli/src/{key-rotation,mcp}.test.ts',
];
/** What is waited for comes later beside other work than alone: one second, as it is without this, is a matter of luck. */
const expectSoon = { poll: { timeout: 30_000 } };
/**
 * In CI, what waits for processes, databases and browsers on a shared machine is tried once more. `npm test` names at its end what
 * needed that, to be repaired: it hides nothing, and 1 in 7,000 does not cost the half hour.
 */
const retry = process.env.CI === 'true' ? 1 : 0;
const exclude = ['**/node_modules/**', '**/dist/**', '**/.next/**', '**/.tools/**'];
/** Suites that need a database run once for each one there is: PGlite always, PostgreSQL when TEST_DATABASE_URL names one. */
const databases = process.env.TEST_DATABASE_URL ? ['pglite', 'postgres'] : ['pglite'];

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: [
            'packages/**/*.test.ts',
            'manifests/**/*.test.ts',
            'scripts/**/*.test.ts',
            'apps/cli/**/*.test.ts',
            'apps/admin/**/*.test.{ts,tsx}',
          ],
          exclude: [...exclude, ...database],
          setupFiles: ['packages/testing/src/vitest-setup.ts'],
          expect: expectSoon,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      ...databases.map((kind) => ({
        test: {
          name: kind,
          include: database,
          exclude,
          env: { PATCHBAY_TEST_DATABASE: kind },
          setupFiles: ['packages/testing/src/vitest-setup.ts'],
          globalSetup: ['packages/db/src/testing/vitest-global-setup.ts'],
          expect: expectSoon,
          retry,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      })),
      {
        test: {
          name: 'e2e',
          include: ['e2e/**/*.test.ts'],
          exclude,
          maxConcurrency: 2,
          globalSetup: ['e2e/support/build-admin.ts'],
          expect: expectSoon,
          retry,
          testTimeout: 120_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
