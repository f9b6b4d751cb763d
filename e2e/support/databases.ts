import { createPostgresDatabase } from '@patchbay/testing';

export interface TestDatabase {
  /** Undefined for the embedded one. */
  databaseUrl?: string;
  drop(): Promise<void>;
}

const serverUrl = process.env.TEST_DATABASE_URL;

/** The databases the journeys run on: the embedded one always, PostgreSQL when TEST_DATABASE_URL names a server. */
export const databases: [name: string, create: () => Promise<TestDatabase>][] = [
  ['embedded', async () => ({ drop: async () => {} })],
];
if (serverUrl) {
  databases.push([
    'PostgreSQL',
    async () => {
      const { url, drop } = await createPostgresDatabase(serverUrl);
      return { databaseUrl: url, drop };
    },
  ]);
}
