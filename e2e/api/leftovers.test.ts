// The search of `npm test` for secrets at its end, shown to find one that a running Patchbay was made to keep and say.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMark, removeFolder, startServer } from '@patchbay/testing';
import { searchLeftovers } from '@patchbay/testing/search-leftovers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { everythingSaid } from '../support/api-client.ts';
import { databases } from '../support/databases.ts';
import { startReadyPatchbay } from '../support/set-up-patchbay.ts';

describe.each(databases)('on the %s database', (_name, createDatabase) => {
  const folder = mkdtempSync(join(tmpdir(), 'patchbay-leftovers-'));
  const usual = process.env.PATCHBAY_TEST_LEFTOVERS;
  beforeAll(() => {
    // What is planted here is no leak of the whole run.
    process.env.PATCHBAY_TEST_LEFTOVERS = folder;
  });
  afterAll(() => {
    everythingSaid.length = 0;
    if (usual === undefined) delete process.env.PATCHBAY_TEST_LEFTOVERS;
    else process.env.PATCHBAY_TEST_LEFTOVERS = usual;
    removeFolder(folder);
  });

  test('a secret in a name is found in tables and answers, and what was never written is not', async () => {
    everythingSaid.length = 0;
    const [planted, kept] = [createMark(), createMark()];
    const database = await createDatabase();
    const server = await startServer((_request, response) => void response.writeHead(401).end());
    const { patchbay, api } = await startReadyPatchbay(
      database.databaseUrl ? { databaseUrl: database.databaseUrl } : {},
    );
    await api.post('/integrations/connections', {
      ...{ providerSlug: 'docker-registry', authMethod: 'basic', name: `The registry ${planted}-1` },
      settings: { baseUrl: server.url },
      credentials: { username: 'robot', password: `${kept}-1` },
    });
    await patchbay.close();
    await database.drop();
    await server.stop();
    const { problems, places } = searchLeftovers(folder, planted);
    expect(places).toBeGreaterThan(5);
    for (const place of ['connections', 'audit_log'])
      expect(problems.filter((problem) => problem.includes(`table public.${place}`))).toHaveLength(1);
    expect(problems.filter((problem) => problem.includes('answers: what the API said'))).toHaveLength(1);
    const sealed = searchLeftovers(folder, kept).problems;
    expect(sealed.filter((problem) => !problem.startsWith('No canary was made'))).toEqual([]);
  });
});
