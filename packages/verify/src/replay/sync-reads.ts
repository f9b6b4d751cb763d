import { type SyncCursor, select } from '@patchbay/runtime';
import { type Fixture, type Manifest, operationOf, type Sync } from '@patchbay/schema';
import { toData } from '@patchbay/simulator';
import { createChangeSource } from './change-source.ts';
import { findTemplate, type HostileBench, methodOf } from './hostile-reads.ts';
import type { PageTemplate } from './make-pages.ts';
import type { ListSource, PagedList } from './page-server.ts';
import { provideMoments } from './provider-moments.ts';

/** Items of the list, or of each parent's, when it is read for the first time. */
const count = 6;
const size = 4;

interface SyncRead {
  ids: string[];
  cursor: SyncCursor | null;
  error: string | null;
}

/** What is wrong with how a sync goes on from what it saved, in words; nothing when all is well. */
export async function syncFaults(
  bench: HostileBench,
  manifest: Manifest,
  name: string,
  fixtures: readonly Fixture[],
): Promise<string[]> {
  const sync = manifest.syncs[name];
  const own = fixtures.find(
    ({ call, expect }) =>
      'sync' in call && call.sync === name && call.cursor === undefined && expect.errorClass === undefined,
  );
  if (!sync || !own) return ['no successful fixture reads it'];
  const { incremental } = sync;
  const method = methodOf(manifest, own);
  const listed = operationOf(method, incremental?.type === 'event_log' ? incremental.operation : sync.operation);
  const template = findTemplate(manifest, listed, incremental?.type === 'event_log' ? fixtures : [own]);
  const parents = sync.forEach ? findTemplate(manifest, operationOf(method, sync.forEach.operation), [own]) : null;
  if (!template || (sync.forEach && !parents)) return ['no successful fixture of it has an item to copy'];
  const read = (source: ListSource, cursor: SyncCursor | null) =>
    readSync(bench, { manifest, name, fixture: own, lists: listsOf(template, parents, source) }, cursor);
  if (!incremental || incremental.type === 'hash') return wholeFaults(template, read);
  const missing = missingMark(sync, template, own);
  return missing === null ? deltaFaults(sync, template, read, own) : [missing];
}

type Read = (source: ListSource, cursor: SyncCursor | null) => Promise<SyncRead>;

/** Everything is read each time: twice the same is twice the same records. */
async function wholeFaults(template: PageTemplate, read: Read): Promise<string[]> {
  const source = createChangeSource({ template, incremental: null, count, startMs: 0 });
  const first = await read(source, null);
  if (first.error) return [`reading it fails: ${first.error}`];
  const second = await read(source, first.cursor);
  const isSame = first.ids.length >= count && first.ids.join('\n') === second.ids.join('\n');
  return isSame ? [] : [`a second read gives ${second.ids.length} records where the first gave ${first.ids.length}`];
}

async function deltaFaults({ incremental }: Sync, template: PageTemplate, read: Read, fixture: Fixture) {
  const startMs = Date.parse(`${fixture.provenance.date}T12:00:00Z`);
  const source = createChangeSource({ template, incremental: incremental ?? null, count, startMs });
  const first = await read(source, incremental?.type === 'event_log' ? { type: 'event_log', value: null } : null);
  if (first.error) return [`the first read fails: ${first.error}`];
  if (first.cursor === null) return ['the first read saves no state to go on from'];
  const second = await read(source, first.cursor);
  if (second.error) return [`a read from the saved state fails: ${second.error}`];
  if (!source.wasAsked()) return ['the saved state is not sent: the provider gives everything again'];
  const more = second.ids.length - source.dueAgain();
  if (more > 0) return [`a read from the saved state gives ${more} records again which did not change`];
  const added = source.change();
  const third = await read(source, second.cursor ?? first.cursor);
  if (third.error) return [`a read after a change fails: ${third.error}`];
  const fresh = third.ids.filter((id) => !first.ids.includes(id));
  return fresh.length < added ? [`of ${added} changes, some of them late, ${fresh.length} are read`] : [];
}

/** State that no answer of the fixture has; null when it has it. */
function missingMark({ incremental }: Sync, template: PageTemplate, { interactions }: Fixture): string | null {
  const answers = interactions.map(({ response }) => ({
    ...response,
    body: toData(response.body, template.operation),
  }));
  switch (incremental?.type) {
    case 'field':
      return provideMoments(incremental).read(select(incremental.field, template.elements[0])) === null
        ? `no item of its fixture tells when it changed (${incremental.field})`
        : null;
    case 'token':
      return answers.some(({ body }) => typeof body === 'object' && select(incremental.token, body) !== null)
        ? null
        : `no answer of its fixture holds the token of the next read (${incremental.token})`;
    case 'etag':
      return answers.some(({ headers }) => Object.keys(headers).some((name) => name.toLowerCase() === 'etag'))
        ? null
        : 'no answer of its fixture has an ETag';
    default:
      return null;
  }
}

function listsOf(template: PageTemplate, parents: PageTemplate | null, source: ListSource): PagedList[] {
  const list: PagedList = { template, manner: 'honest', count, size, source };
  return parents ? [list, { template: parents, manner: 'honest', count: 2, size }] : [list];
}

async function readSync(
  bench: HostileBench,
  {
    manifest,
    name,
    fixture,
    lists,
  }: { manifest: Manifest; name: string; fixture: Fixture; lists: readonly PagedList[] },
  cursor: SyncCursor | null,
): Promise<SyncRead> {
  const result: SyncRead = { ids: [], cursor: null, error: null };
  const variables = 'sync' in fixture.call ? (fixture.call.variables ?? {}) : {};
  const { isEndless } = await bench.run({ fixture, manifest, lists }, async (runtime, target, options) => {
    try {
      for await (const batch of runtime.fetchDelta(target, name, { ...options, variables, cursor })) {
        result.ids.push(...batch.records.map(({ id }) => id), ...batch.deleted);
        if (batch.done) result.cursor = batch.cursor;
      }
    } catch (error) {
      result.error = error instanceof Error ? error.message : String(error);
    }
  });
  return isEndless ? { ...result, error: 'it does not end' } : { ...result, ids: result.ids.sort() };
}
