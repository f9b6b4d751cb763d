import { isDeepStrictEqual } from 'node:util';
import type { Field, Manifest } from '@patchbay/schema';
import { credentialFields } from '@patchbay/schema';

/** What a change means for those who use the manifest already. */
export type ChangeKind =
  /** What worked stops working: a connection, a caller or a consumer of records. */
  | 'breaking'
  /** It may behave otherwise; somebody should look. */
  | 'risky'
  /** There is more than before. */
  | 'added'
  /** Nobody notices. */
  | 'safe';

export interface ManifestChange {
  kind: ChangeKind;
  /** Dotted: operations.createComment.input.body. */
  path: string;
  message: string;
}

export type Bump = 'major' | 'minor' | 'patch' | 'none';

/** Everything that is otherwise, in the order of the manifest. */
export function compareManifests(before: Manifest, after: Manifest): ManifestChange[] {
  const changes: ManifestChange[] = [];
  const note = (kind: ChangeKind, path: string, message: string) => void changes.push({ kind, path, message });

  compareFields(before.settings, after.settings, 'settings', note, 'Connections made before have no value for it.');
  compareLists(
    before.hosts,
    after.hosts,
    (host) => note('risky', 'hosts', `calls may go to ${host} now`),
    (host) => note('breaking', 'hosts', `calls to ${host} are refused now`),
  );
  compareAuth(before, after, note);
  if (before.http?.baseUrl !== after.http?.baseUrl) note('risky', 'http.baseUrl', 'other addresses are called');
  compareOperations(before, after, note);
  compareSyncs(before, after, note);
  compareKeys(before.resources, after.resources, 'resources', note, 'resource type');
  compareKeys(before.implements, after.implements, 'implements', note, 'interface');
  compareWebhooks(before, after, note);
  compareLists(
    before.capabilities,
    after.capabilities,
    (name) => note('added', 'capabilities', `${name} is there now`),
    (name) => note('breaking', 'capabilities', `${name} is gone`),
  );
  for (const key of ['errors', 'rateLimits', 'test'] as const)
    if (!isDeepStrictEqual(before[key], after[key])) note('risky', key, 'answers may be taken for something else');
  for (const key of [
    'name',
    'description',
    'category',
    'tags',
    'owners',
    'links',
    'setup',
    'variants',
    'deprecated',
    'migrations',
    'impliedScopes',
    'lacks',
    'exemptions',
  ] as const)
    if (!isDeepStrictEqual(before[key], after[key])) note('safe', key, 'what people read is otherwise');
  return changes;
}

/** How the version has to rise for these changes. */
export function requiredBump(changes: readonly ManifestChange[]): Bump {
  const has = (kind: ChangeKind) => changes.some((change) => change.kind === kind);
  if (has('breaking')) return 'major';
  if (has('added') || has('risky')) return 'minor';
  return changes.length > 0 ? 'patch' : 'none';
}

/** How a version did rise; null when it did not. Before 1.0.0 a breaking change takes a minor one. */
export function bumpBetween(before: string, after: string): Bump | null {
  const [old, now] = [before, after].map((version) => version.split('.').map(Number)) as [number[], number[]];
  const at = old.findIndex((part, index) => part !== now[index]);
  if (at === -1) return 'none';
  if ((now[at] ?? 0) < (old[at] ?? 0)) return null;
  const bump = (['major', 'minor', 'patch'] as const)[at] ?? 'patch';
  return old[0] === 0 && bump === 'minor' ? 'major' : bump;
}

type Note = (kind: ChangeKind, path: string, message: string) => void;

function compareFields(
  before: Record<string, Field>,
  after: Record<string, Field>,
  path: string,
  note: Note,
  whyRequired: string,
): void {
  for (const [name, field] of Object.entries(before)) {
    const now = after[name];
    const at = `${path}.${name}`;
    if (!now) note('breaking', at, 'it is gone: whoever gives it is refused');
    else if (now.type !== field.type) note('breaking', at, `it was ${field.type} and is ${now.type}`);
    else if (isNeeded(now) && !isNeeded(field)) note('breaking', at, `it is required now. ${whyRequired}`);
    else if (!isDeepStrictEqual(now, field)) note('risky', at, 'other values may be taken');
  }
  for (const [name, field] of Object.entries(after))
    if (!Object.hasOwn(before, name))
      note(
        isNeeded(field) ? 'breaking' : 'added',
        `${path}.${name}`,
        isNeeded(field) ? `it is required. ${whyRequired}` : 'it may be given',
      );
}

function isNeeded(field: Field): boolean {
  return (
    field.required === true && !('default' in field && field.default !== undefined) && field.visibleWhen === undefined
  );
}

function compareAuth(before: Manifest, after: Manifest, note: Note): void {
  for (const method of before.auth) {
    const now = after.auth.find(({ id }) => id === method.id);
    const path = `auth.${method.id}`;
    if (!now) {
      note('breaking', path, 'it is gone: connections made with it stop working');
      continue;
    }
    if (now.type !== method.type) note('breaking', path, `it was ${method.type} and is ${now.type}`);
    compareFields(
      credentialFields(method),
      credentialFields(now),
      `${path}.fields`,
      note,
      'Connections made before have none.',
    );
    const scopes = (of: typeof method) => (of.type === 'oauth2' ? of.config.scopes : []);
    const more = scopes(now).filter((scope) => !scopes(method).includes(scope));
    if (more.length > 0) note('risky', `${path}.config.scopes`, `people are asked for more: ${more.join(', ')}`);
    else if (!isDeepStrictEqual(signingOf(now), signingOf(method)))
      note('risky', path, 'people sign in, or requests are signed, otherwise');
    else if (!isDeepStrictEqual(without(now, 'fields'), without(method, 'fields')))
      note('safe', path, 'what is said of its scopes is otherwise');
  }
  for (const { id } of after.auth)
    if (!before.auth.some((method) => method.id === id)) note('added', `auth.${id}`, 'another way to sign in');
}

/** What decides how people sign in and requests are signed. */
function signingOf(method: Manifest['auth'][number]): object {
  return { ...without(method, 'fields'), config: without('config' in method ? method.config : {}, 'otherScopes') };
}

const rank = { read: 0, write: 1, destructive: 2 };

function compareOperations(before: Manifest, after: Manifest, note: Note): void {
  for (const [name, operation] of Object.entries(before.operations)) {
    const now = after.operations[name];
    const path = `operations.${name}`;
    if (!now) {
      note('breaking', path, 'it is gone: whoever calls it is refused');
      continue;
    }
    compareFields(operation.input, now.input, `${path}.input`, note, 'Callers do not give it.');
    if (rank[now.safety] > rank[operation.safety])
      note('breaking', `${path}.safety`, `it is ${now.safety} now: callers need a higher role`);
    if (!isDeepStrictEqual(now.result, operation.result))
      note('risky', `${path}.result`, 'callers may get something else');
    const more = now.scopes.filter((scope) => !operation.scopes.includes(scope));
    if (more.length > 0) note('risky', `${path}.scopes`, `it needs more: ${more.join(', ')}`);
    const rest = (of: typeof operation) =>
      without(of, 'input', 'safety', 'result', 'scopes', 'description', 'example', 'source');
    if (!isDeepStrictEqual(rest(now), rest(operation)))
      note('risky', path, 'something else is sent, or the answer is read otherwise');
    else if (now.description !== operation.description)
      note('safe', `${path}.description`, 'what people read is otherwise');
  }
  for (const name of Object.keys(after.operations))
    if (!Object.hasOwn(before.operations, name)) note('added', `operations.${name}`, 'another operation');
}

function compareSyncs(before: Manifest, after: Manifest, note: Note): void {
  for (const [name, sync] of Object.entries(before.syncs)) {
    const now = after.syncs[name];
    const path = `syncs.${name}`;
    if (!now) {
      note('breaking', path, 'it is gone: its records are updated no more');
      continue;
    }
    if (now.model !== sync.model) note('breaking', `${path}.model`, `it was ${sync.model} and is ${now.model}`);
    if (now.primaryKey !== sync.primaryKey) note('breaking', `${path}.primaryKey`, 'every record gets another id');
    const lost = fieldsOf(sync.record).filter((field) => !fieldsOf(now.record).includes(field));
    if (lost.length > 0) note('breaking', `${path}.record`, `records have no ${lost.join(', ')} any more`);
    else if (now.record !== sync.record) note('risky', `${path}.record`, 'records may hold something else');
    const rest = (of: typeof sync) => without(of, 'model', 'primaryKey', 'record', 'description', 'schedule');
    if (!isDeepStrictEqual(rest(now), rest(sync)))
      note('risky', path, 'other objects may be read, or taken for deleted');
    else if (now.schedule !== sync.schedule) note('safe', `${path}.schedule`, 'it runs at other times');
  }
  for (const name of Object.keys(after.syncs))
    if (!Object.hasOwn(before.syncs, name)) note('added', `syncs.${name}`, 'another sync');
}

function compareWebhooks(before: Manifest, after: Manifest, note: Note): void {
  if (before.webhooks && !after.webhooks) note('breaking', 'webhooks', 'deliveries are refused now');
  else if (!before.webhooks && after.webhooks) note('added', 'webhooks', 'events can be received');
  else if (before.webhooks && after.webhooks) {
    compareKeys(before.webhooks.events, after.webhooks.events, 'webhooks.events', note, 'event');
    for (const key of ['verify', 'alternatives', 'delivery', 'event', 'handshakes'] as const)
      if (!isDeepStrictEqual(before.webhooks[key], after.webhooks[key]))
        note(key === 'verify' ? 'breaking' : 'risky', `webhooks.${key}`, 'deliveries are checked or read otherwise');
    for (const key of ['lifecycle', 'tenant', 'action'] as const)
      if (!isDeepStrictEqual(before.webhooks[key], after.webhooks[key]))
        note('risky', `webhooks.${key}`, 'hooks are managed or read otherwise');
  }
}

function compareKeys(before: object, after: object, path: string, note: Note, what: string): void {
  for (const [name, value] of Object.entries(before)) {
    const now = (after as Record<string, unknown>)[name];
    if (now === undefined) note('breaking', `${path}.${name}`, `the ${what} is gone`);
    else if (!isDeepStrictEqual(now, value)) note('risky', `${path}.${name}`, `the ${what} is served otherwise`);
  }
  for (const name of Object.keys(after))
    if (!Object.hasOwn(before, name)) note('added', `${path}.${name}`, `another ${what}`);
}

function compareLists<Item>(
  before: readonly Item[],
  after: readonly Item[],
  onAdded: (item: Item) => void,
  onRemoved: (item: Item) => void,
): void {
  for (const item of before) if (!after.includes(item)) onRemoved(item);
  for (const item of after) if (!before.includes(item)) onAdded(item);
}

/** The names a multi-select of JMESPath gives: `{id: a, name: b}` → id, name. */
function fieldsOf(expression: string): string[] {
  return [...expression.matchAll(/(?:^\{|,)\s*([A-Za-z_]\w*)\s*:/g)].map(([, name]) => name ?? '');
}

function without(value: object, ...keys: string[]): object {
  return Object.fromEntries(Object.entries(value).filter(([key]) => !keys.includes(key)));
}

const order: readonly Bump[] = ['none', 'patch', 'minor', 'major'];

/** Whether the version rose as far as the changes ask for. `given`: null when it fell. */
export function isBumpEnough({ required, given }: { required: Bump; given: Bump | null }): boolean {
  return given !== null && order.indexOf(given) >= order.indexOf(required);
}
