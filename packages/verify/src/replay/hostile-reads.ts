import type { CallOptions, Runtime, Target } from '@patchbay/runtime';
import { type AuthMethod, type Fixture, type Manifest, operationOf } from '@patchbay/schema';
import { makeCredentials, makeInput, makeSettings } from '@patchbay/simulator';
import type { LoadedFixture } from '../manifest/context.ts';
import { operationsOf } from '../support/operations-of.ts';
import { isRequestOf } from '../support/requests-of.ts';
import type { changeOneOperation } from './change-one-operation.ts';
import { createReplayRuntime, replayTarget } from './create-replay-runtime.ts';
import { createLocalDispatcher } from './local-dispatcher.ts';
import { type LocalAnswer, startLocalServer } from './local-server.ts';
import { type PageTemplate, pageTemplateOf } from './make-pages.ts';
import type { SeenRequest } from './match-request.ts';
import { createPageAnswers, foreignHost, type PagedList, type PageManner, withPageSize } from './page-server.ts';
import { type Outcome, runCall } from './run-call.ts';

/** Elements of a list that is read at several page sizes. */
const count = 6;
/** More requests than any of these lists has pages, by far. */
const maxRequests = 20;

/** What a read of a list showed. */
export interface HostileRead<Result = Outcome> {
  outcome: Result;
  /** Requests of the list. */
  requests: number;
  /** Hosts that were called. */
  hosts: ReadonlySet<string>;
  /** It had to be stopped. */
  isEndless: boolean;
  faults: readonly string[];
}

/** A place to read lists from, on this machine; one for all reads of a manifest. */
export interface HostileBench {
  /** Makes a call as a fixture signs in, while lists are answered page by page. */
  run<Result>(
    options: { fixture: Fixture; manifest: Manifest; lists: readonly PagedList[] },
    use: (runtime: Runtime, target: Target, options: CallOptions) => Promise<Result>,
  ): Promise<HostileRead<Result>>;
  close(): Promise<void>;
}

export async function openHostileBench(): Promise<HostileBench> {
  let handle: (request: SeenRequest) => LocalAnswer | null = () => null;
  const server = await startLocalServer((request) => handle(request));
  const dispatcher = createLocalDispatcher(server.port);
  return {
    async run({ fixture, manifest, lists }, use) {
      const method = methodOf(manifest, fixture);
      if (!method) throw new Error(`${manifest.id} has no auth method`);
      const stop = new AbortController();
      const hosts = new Set<string>();
      const pages = createPageAnswers(manifest, fixture, lists);
      handle = (request) => {
        hosts.add(request.host);
        if (pages.requests() < maxRequests) return pages.answer(request);
        stop.abort();
        return null;
      };
      const startMs = Date.parse(`${fixture.provenance.date}T12:00:00Z`);
      const { runtime } = createReplayRuntime({ dispatcher, allow: ['loopback', 'private'], startMs });
      const settings = makeSettings(manifest, fixture);
      const target = replayTarget(manifest, method, settings, makeCredentials(method, fixture));
      const outcome = await use(runtime, target, { signal: stop.signal });
      return { outcome, requests: pages.requests(), hosts, isEndless: stop.signal.aborted, faults: pages.faults };
    },
    async close() {
      await dispatcher.destroy();
      await server.close();
    },
  };
}

function readCall(
  bench: HostileBench,
  call: Fixture['call'],
  fixture: Fixture,
  manifest: Manifest,
  lists: readonly PagedList[],
): Promise<HostileRead> {
  return bench.run({ fixture, manifest, lists }, (runtime, target, options) => runCall(runtime, target, call, options));
}

/** How a fixture signs in. */
export function methodOf(manifest: Manifest, { authMethod }: Pick<Fixture, 'authMethod'>): AuthMethod | undefined {
  return manifest.auth.find(({ id }) => id === authMethod) ?? manifest.auth[0];
}

/** What is needed to read a list: a call, and a fixture with an answer of it that holds something. */
export interface ReadableList {
  call: Fixture['call'];
  fixture: Fixture;
  template: PageTemplate;
}

/** How an operation is read, by the first fixture whose answer has an item; null when none has. */
export function findReadable(
  manifest: Manifest,
  name: string,
  fixtures: readonly LoadedFixture[],
): ReadableList | null {
  for (const { fixture } of fixtures) {
    // An interface may ask for the list with an input of its own.
    if (
      'interface' in fixture.call ||
      fixture.expect.errorClass !== undefined ||
      !operationsOf(manifest, fixture).includes(name)
    )
      continue;
    const template = findTemplate(manifest, name, [fixture]);
    if (!template) continue;
    const isOwn = 'operation' in fixture.call && fixture.call.operation === name;
    return { call: isOwn ? fixture.call : { operation: name, input: makeInput(manifest, name) }, fixture, template };
  }
  return null;
}

/** The first answer of an operation that holds something. */
export function findTemplate(manifest: Manifest, name: string, fixtures: readonly Fixture[]): PageTemplate | null {
  const operation = manifest.operations[name];
  if (!operation) return null;
  for (const { interactions } of fixtures)
    for (const { request, response } of interactions) {
      const template = isRequestOf(manifest, operation, request) ? pageTemplateOf(operation, response) : null;
      if (template) return template;
    }
  return null;
}

/** What is wrong with how an operation pages, in words; nothing when all is well. */
export async function pagingFaults(
  bench: HostileBench,
  change: ReturnType<typeof changeOneOperation>,
  name: string,
  list: ReadableList,
) {
  const found: string[] = [];
  const read = async (manner: PageManner, size: number) => {
    const operation = withPageSize(list.template.operation, size);
    const changed = change(name, operation);
    const template = { ...list.template, operation };
    const result = await readCall(bench, list.call, list.fixture, changed, [{ template, manner, count, size }]);
    for (const fault of result.faults) if (!found.includes(fault)) found.push(fault);
    return result;
  };
  for (const size of [1, 4, count]) {
    const { outcome, isEndless } = await read('honest', size);
    const fault = isEndless ? 'does not end' : (outcome.error ?? countFault(outcome));
    if (fault) found.push(`with ${size} of ${count} items a page it ${verb(fault)}`);
    if (found.length > 0) return found;
  }
  const ended = await read('empty-end', count / 2);
  const endFault = ended.isEndless ? 'does not end' : (ended.outcome.error ?? countFault(ended.outcome));
  if (endFault) found.push(`where an empty page comes after a full last one it ${verb(endFault)}`);
  const same = await read('same-page', 2);
  if (same.isEndless || (same.outcome.items?.length ?? 0) > 4)
    found.push(`where the same page is answered for ever it asked ${same.requests} times`);
  const unmarked = await read('no-mark', 2);
  if (unmarked.isEndless || unmarked.outcome.error)
    found.push(`where nothing leads to the next page it ${verb(unmarked.outcome.error ?? 'does not end')}`);
  const empty = await read('empty', 2);
  if (empty.outcome.error || empty.outcome.items?.length !== 0 || empty.requests !== 1)
    found.push(
      `of an empty list it ${verb(empty.outcome.error ?? `gives something, or asks ${empty.requests} times`)}`,
    );
  const foreign = await read('foreign', 2);
  if (foreign.hosts.has(foreignHost)) found.push('it goes to a stranger who is said to have the next page');
  const isLed = /^link/.test(list.template.operation.paginate?.type ?? '');
  if (isLed && !foreign.outcome.error)
    found.push('a stranger who is said to have the next page is passed over in silence');
  return found;
}

/** Whether every item of a sync or resource has an id of its own, however its pages are cut. Null when all is well, or nothing can be copied. */
export async function identityFault(
  bench: HostileBench,
  manifest: Manifest,
  call: Fixture['call'],
  { operation, forEach }: { operation: string; forEach?: { operation: string } | undefined },
  fixture: Fixture,
): Promise<string | null> {
  const method = methodOf(manifest, fixture);
  const names = [operation, ...(forEach ? [forEach.operation] : [])].map((name) => operationOf(method, name));
  const templates = names.map((name) => findTemplate(manifest, name, [fixture]));
  if (templates.some((template) => template === null)) return null;
  for (const size of [1, 4, count]) {
    const operations = { ...manifest.operations };
    const lists = names.map((name, index): PagedList => {
      const template = templates[index] as PageTemplate;
      operations[name] = withPageSize(template.operation, size);
      const isParent = index > 0;
      return {
        template: { ...template, operation: operations[name] },
        manner: 'honest',
        count: isParent ? 2 : count,
        size,
      };
    });
    const { outcome, isEndless, faults } = await readCall(bench, call, fixture, { ...manifest, operations }, lists);
    if (isEndless) return `with ${size} items a page it does not end`;
    if (outcome.error ?? faults[0]) return `with ${size} items a page it ${verb(outcome.error ?? faults[0] ?? '')}`;
    const ids = [...outcome.records, ...outcome.resources].map(({ id }) => id);
    const wanted = forEach ? count * 2 : count;
    if (new Set(ids).size < wanted) return `${wanted} items give ${new Set(ids).size} ids with ${size} items a page`;
  }
  return null;
}

function countFault({ items }: Outcome): string | null {
  const texts = (items ?? []).map((item) => JSON.stringify(item));
  const distinct = new Set(texts).size;
  return distinct < count || texts.length % count !== 0
    ? `gives ${texts.length} items, ${distinct} of them different`
    : null;
}

function verb(fault: string): string {
  return /^(gives|does|asks)/.test(fault) ? fault : `fails: ${fault}`;
}
