import type { Category, ManifestInput } from '@patchbay/schema';
import { DescriptionError } from '@patchbay/verify';
import type { Resolver } from '../api/resolver.ts';
import type { Api, ApiOperation, ApiRequirement, ApiServer } from '../api/types.ts';
import { bestTest, canTest, findTest } from './choose-test.ts';
import { draftAccount } from './draft-account.ts';
import { type AuthKind, type DraftedAuth, draftAuth } from './draft-auth.ts';
import { type DraftedBase, draftBase } from './draft-base.ts';
import { type DraftedOperation, draftOperation } from './draft-operation.ts';
import { findItems } from './find-items.ts';
import { freeName, operationName } from './names.ts';
import { membersOf, toExpression } from './walk-schema.ts';

export interface DraftOptions {
  id: string;
  name: string;
  category: Category;
  owner: string;
  kinds: readonly AuthKind[];
  /** Instead of the servers of the description. */
  baseUrl: string | undefined;
  /** The provider's pages: home and API reference. */
  docs: string | undefined;
  /** Whether a description proves the calls; without one each cites `docs`. */
  isDescribed: boolean;
}

/** A manifest and all that its fixtures are made of. */
export interface DraftedManifest {
  manifest: ManifestInput;
  base: DraftedBase;
  auths: readonly DraftedAuth[];
  operations: readonly DraftedOperation[];
  /** The operation that proves a connection. */
  test: DraftedOperation;
  account: { id: string; label: string } | null;
  /** For who finishes it by hand, a sentence each. */
  notes: readonly string[];
}

/** Describes a provider by the operations chosen. Throws DescriptionError when there is no way to. */
export function draftManifest(api: Api, chosen: readonly ApiOperation[], options: DraftOptions): DraftedManifest {
  const { resolver } = api;
  const { id, name, category, owner, kinds, docs, isDescribed } = options;
  const notes: string[] = [];
  const drafted = draftAuth(api, chosen, { name, kinds });
  notes.push(...drafted.notes);
  const needsAuth = drafted.methods.some(({ method }) => method.type !== 'none');
  if (drafted.methods.length === 0 && api.schemes.size === 0 && kinds.length === 0)
    throw new DescriptionError(
      'The description does not say how to sign in. Say it with --auth api-key, bearer, basic or none.',
    );
  if (drafted.methods.length === 0)
    throw new DescriptionError(
      `None of the ways to sign in can be written by itself: ${drafted.notes.join(' ')} Choose another with --auth; a token made by hand is bearer.`,
    );

  const test = chooseTest(api, chosen, needsAuth);
  const isAdded = !chosen.some(({ method, path }) => method === test.method && path === test.path);
  if (isAdded)
    notes.push(`${test.method} ${test.path} was added: none of the operations chosen proves a connection by itself.`);
  const base = draftBase(serverOf(api, options), name);
  const operations = nameOperations(api, isAdded ? [test, ...chosen] : chosen, resolver).map(
    ({ operation, name: key, isPaged }) => {
      const scopes = scopesOf(
        operation,
        drafted.methods.some(({ method }) => method.type === 'oauth2'),
        api,
      );
      return draftOperation(operation, {
        name: key,
        isPaged,
        resolver,
        scopes,
        source: isDescribed ? undefined : docs,
      });
    },
  );
  for (const { notes: own } of operations) notes.push(...own);
  const testOperation = operations.find(({ api: one }) => one.method === test.method && one.path === test.path);
  if (!testOperation) throw new DescriptionError('There is no operation to prove a connection with.');
  const account = draftAccount(testOperation, resolver);
  const errorMessage = draftErrorMessage(operations, resolver);
  const hosts = [...new Set([...base.hosts, ...drafted.methods.flatMap((one) => one.hosts)])];
  const home =
    docs ?? api.links[0] ?? (base.hosts[0]?.includes('{') === false ? `https://${base.hosts[0]}` : undefined);
  if (home === undefined)
    throw new DescriptionError(
      'The description names no page of the provider. Give its API reference with --docs https://….',
    );
  if (docs === undefined) notes.push(`The links lead to ${home}; give the provider's own pages.`);
  const isWriting = operations.some(({ operation }) => operation.safety !== 'read');
  const manifest: ManifestInput = {
    ...{ schema: 1, id, version: '1.0.0', name },
    description: describe(api, name, operations),
    category,
    owners: [owner],
    links: { homepage: originOf(home), apiReference: docs ?? api.links[0] ?? home },
    capabilities: [...(isWriting ? (['write'] as const) : []), 'health'],
    ...(Object.keys(base.settings).length > 0 && { settings: base.settings }),
    hosts,
    auth: drafted.methods.map(({ method }) => method),
    http: { baseUrl: base.baseUrl, ...(errorMessage !== null && { errorMessage }) },
    operations: Object.fromEntries(operations.map(({ name: key, operation }) => [key, operation])),
    test: { operation: testOperation.name, ...(account && { account }) },
  };
  return { manifest, base, auths: drafted.methods, operations, test: testOperation, account, notes };
}

function chooseTest(api: Api, chosen: readonly ApiOperation[], needsAuth: boolean): ApiOperation {
  const own = bestTest(chosen.filter((operation) => canTest(operation, needsAuth)));
  const found = own ?? findTest(api, needsAuth);
  if (found) return found;
  throw new DescriptionError(
    'A connection is proved by a read that needs credentials and no input, and none of the operations chosen is one. Add one to --operations, such as the list of projects or the own account.',
  );
}

function serverOf(api: Api, { baseUrl }: DraftOptions): ApiServer | undefined {
  if (baseUrl === undefined) return api.servers[0];
  const variables = new Map(
    [...baseUrl.matchAll(/\{([^{}]+)\}/g)].map(([, name = '']) => [
      name,
      { options: [], fallback: '', description: '' },
    ]),
  );
  return { url: baseUrl, variables };
}

/** Operations by their names, each its own. */
function nameOperations(api: Api, operations: readonly ApiOperation[], resolver: Resolver) {
  const taken = new Set<string>();
  const paged = new Set(
    api.facts.operations.filter(({ paginated }) => paginated).map(({ method, path }) => `${method} ${path}`),
  );
  return operations.map((operation) => {
    const isPaged = paged.has(`${operation.method} ${operation.path}`);
    const name = freeName(operationName(operation, findItems(operation, resolver, isPaged) !== null), taken);
    taken.add(name);
    return { operation, name, isPaged };
  });
}

function scopesOf({ security }: ApiOperation, hasOAuth: boolean, api: Api): string[] {
  if (!hasOAuth) return [];
  const own = security
    .flatMap((requirement: ApiRequirement) => requirement)
    .filter(({ scheme }) => api.schemes.get(scheme)?.type === 'oauth2');
  return [...new Set(own.flatMap(({ scopes }) => scopes))];
}

/** Where a refusal holds the provider's own sentence. */
function draftErrorMessage(operations: readonly DraftedOperation[], resolver: Resolver): string | null {
  const names = /^(message|error_description|errorMessage|error_message|detail|description|msg|err|error|title)$/i;
  for (const { api } of operations) {
    if (!api.unauthorized) continue;
    const texts = membersOf(api.unauthorized.schema, resolver, 2).filter(
      ({ type, path }) => type === 'string' && names.test(path.at(-1) ?? ''),
    );
    if (texts[0]) return toExpression(texts[0].path);
  }
  return null;
}

function describe({ summary }: Api, name: string, operations: readonly DraftedOperation[]): string {
  if (summary.length >= 20) return /[.!?…]$/.test(summary) ? summary : `${summary}.`;
  const verbs = operations.map(({ name: key }) => key.replace(/([a-z\d])([A-Z])/g, '$1 $2').toLowerCase());
  return `Calls of ${name}: ${verbs.join(', ')}`.slice(0, 298).replace(/[^.…]$/, '$&.');
}

function originOf(url: string): string {
  return URL.canParse(url) ? new URL(url).origin : url;
}
