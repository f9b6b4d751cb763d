import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectItems } from '../testing/connect-items.ts';
import { createTestServices, type TestServices } from '../testing/create-test-services.ts';
import { type ItemServer, makeItems, startItemServer } from '../testing/item-server.ts';
import { startSync } from './start.ts';

const total = 100_000;
const pageSize = 100;
/** What one transaction takes at most is being written, and as much waits; then no further page is asked for until there is room. */
const mostPagesHeld = (2 * 2_000) / pageSize + 2;

let services: TestServices;
let server: ItemServer;
beforeAll(async () => {
  services = await createTestServices();
  server = await startItemServer(makeItems(total));
});
afterAll(async () => {
  await server?.close();
  await services?.close();
});

// The embedded database has one connection, so nobody could hold its writer up; reading and writing are the same there.
test.runIf(process.env.PATCHBAY_TEST_DATABASE === 'postgres')(
  '100 000 records: each once, as the provider has it, and no more pages held than may be when the database stands still',
  { timeout: 180_000 },
  async () => {
    const { orm } = services.deps.db;
    const { id } = await connectItems(services.as('admin'), server);
    await startSync(services.as('member'), { connectionId: id });
    const pages = () => server.requests.filter((request) => request === 'GET /items').length;

    // Whoever holds what the writer of a connection takes first keeps every batch waiting.
    const draining = await orm.transaction(async (tx) => {
      await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`records:${id}`}, 0))`);
      const drained = services.drain();
      let asked = 0;
      do {
        asked = pages();
        await delay(300);
      } while (pages() > asked || asked < 2_000 / pageSize);
      expect(pages()).toBeLessThanOrEqual(mostPagesHeld);
      return { drained };
    });
    const [run] = await draining.drained;
    expect(run).toMatchObject({
      status: 'success',
      stats: { requests: total / pageSize, read: total, added: total, updated: 0, deleted: 0, unchanged: 0 },
    });

    const texts = server.items.map((item) => `${item.id} ${item.name}`).sort();
    const [stored] = (await orm.execute(sql`
      select count(*)::int as total, count(distinct external_id)::int as ids, count(distinct seq)::int as places,
        encode(sha256(convert_to(string_agg(text, ',' order by text collate "C"), 'UTF8')), 'hex') as hash
      from (
        select external_id, seq, external_id || ' ' || (data->>'name') as text from records
        where connection_id = ${id} and deleted_at is null
      ) live`)) as unknown as [Record<string, unknown>];
    expect(stored).toEqual({
      ...{ total, ids: total, places: total },
      hash: createHash('sha256').update(texts.join(',')).digest('hex'),
    });
  },
);
