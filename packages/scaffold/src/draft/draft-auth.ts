import type { FixtureInput, ManifestInput } from '@patchbay/schema';
import type { Api, ApiOperation, ApiRequirement, ApiScheme } from '../api/types.ts';
import { toName } from './names.ts';

export type AuthInput = ManifestInput['auth'][number];
export type Interaction = FixtureInput['interactions'][number];

/** A way to sign in, with what a request made this way has. */
export interface DraftedAuth {
  method: AuthInput;
  /** Hosts besides that of the API. */
  hosts: readonly string[];
  /** Query that carries a key; empty but for keys that travel there. */
  query: string;
  headers: Record<string, string>;
  /** Credentials a fixture has to give itself. */
  credentials: Record<string, string>;
  /** What is sent before the first request. */
  signIn: readonly Interaction[];
}

export const authKinds = ['api-key', 'bearer', 'basic', 'oauth', 'none'] as const;
export type AuthKind = (typeof authKinds)[number];

export interface DraftedAuths {
  /** Empty: the description names none that a manifest can have. */
  methods: readonly DraftedAuth[];
  notes: readonly string[];
}

/**
 * The ways to sign in that the operations need. `kinds` names those that are wanted: from the description where it has them, else made
 * of the kind alone.
 */
export function draftAuth(
  api: Api,
  operations: readonly ApiOperation[],
  { name, kinds }: { name: string; kinds: readonly AuthKind[] },
): DraftedAuths {
  const notes: string[] = [];
  const context = { name };
  const described = requirementsOf(api, operations).flatMap((requirement) => {
    const drafted = fromRequirement(requirement, api, context, notes);
    return drafted ? [drafted] : [];
  });
  const unique = [...new Map(described.map((one) => [JSON.stringify(one.method), one])).values()];
  const wanted =
    kinds.length === 0
      ? unique
      : kinds.flatMap((kind) => {
          const own = unique.filter(({ method }) => kindOf(method) === kind);
          if (own.length > 0) return own;
          const made = ofKind(kind, context, notes);
          return made ? [made] : [];
        });
  return { methods: withoutKeysInUrls(wanted, notes).map(withFreeId), notes };
}

function kindOf({ type }: AuthInput): AuthKind | null {
  return (
    ({ api_key: 'api-key', bearer: 'bearer', basic: 'basic', oauth2: 'oauth', none: 'none' } as const)[
      type as 'none'
    ] ?? null
  );
}

/** What the operations ask for; where they ask for nothing, every scheme there is. */
function requirementsOf({ schemes }: Api, operations: readonly ApiOperation[]): ApiRequirement[] {
  const asked = operations.flatMap(({ security }) => security).filter((requirement) => requirement.length > 0);
  if (asked.length > 0) {
    const merged = new Map<string, Map<string, Set<string>>>();
    for (const requirement of asked) {
      const key = requirement.map(({ scheme }) => scheme).join(' ');
      const scopes = merged.get(key) ?? new Map<string, Set<string>>();
      for (const one of requirement)
        scopes.set(one.scheme, new Set([...(scopes.get(one.scheme) ?? []), ...one.scopes]));
      merged.set(key, scopes);
    }
    return [...merged.values()].map((scopes) =>
      [...scopes].map(([scheme, set]) => ({ scheme, scopes: [...set].sort() })),
    );
  }
  return [...schemes.keys()].map((scheme) => [{ scheme, scopes: [] }]);
}

interface Context {
  /** The provider's name. */
  name: string;
}

function fromRequirement(
  requirement: ApiRequirement,
  { schemes }: Api,
  context: Context,
  notes: string[],
): DraftedAuth | null {
  const parts = requirement.flatMap(({ scheme, scopes }) => {
    const known = schemes.get(scheme);
    return known ? [{ id: scheme, scheme: known, scopes }] : [];
  });
  const [first, ...others] = parts;
  if (!first) return null;
  const keys = parts.flatMap(({ id, scheme }) =>
    scheme.type === 'apiKey' && scheme.in === 'header' ? [{ id, scheme }] : [],
  );
  if (others.length > 0 && keys.length === parts.length) return apiKeys(keys, context);
  if (others.length > 0) {
    notes.push(
      `${parts.map(({ id }) => id).join(' and ')} are needed together, which no single way to sign in is; complete \`auth\` by hand.`,
    );
    return null;
  }
  return fromScheme(first.id, first.scheme, first.scopes, context, notes);
}

function fromScheme(
  id: string,
  scheme: ApiScheme,
  scopes: readonly string[],
  context: Context,
  notes: string[],
): DraftedAuth | null {
  switch (scheme.type) {
    case 'apiKey':
      return apiKeys([{ id, scheme }], context);
    case 'bearer':
      return bearer(context);
    case 'basic':
      return basic(context);
    case 'oauth2':
      return oauth(scheme, scopes, context, notes);
    case 'unsupported':
      notes.push(
        `The scheme "${id}" (${scheme.what}) is not written by itself; docs/reference/manifest.md has all of \`auth\`.`,
      );
      return null;
  }
}

/** Without a description: the usual form of a kind. */
function ofKind(kind: AuthKind, context: Context, notes: string[]): DraftedAuth | null {
  switch (kind) {
    case 'api-key':
      notes.push(
        'The key travels in the header X-API-Key, the usual one; correct `auth` where the provider takes another.',
      );
      return apiKeys(
        [{ id: 'apiKey', scheme: { type: 'apiKey', in: 'header', name: 'X-API-Key', description: '' } }],
        context,
      );
    case 'bearer':
      return bearer(context);
    case 'basic':
      return basic(context);
    case 'none':
      return { ...plain, method: { id: 'none', type: 'none', label: 'No account' } };
    case 'oauth':
      notes.push('The description has no addresses to sign in at, so OAuth is to be written by hand.');
      return null;
  }
}

const plain = { hosts: [], query: '', headers: {}, credentials: {}, signIn: [] };

/** The key of fixtures that have to give one. */
export const exampleKey = 'example-api-key';

type KeyScheme = Extract<ApiScheme, { type: 'apiKey' }>;

/** One key, or several that are sent together: the first is the key of the method, the others are headers of it. */
function apiKeys(keys: readonly { id: string; scheme: KeyScheme }[], { name }: Context): DraftedAuth {
  const [first, ...others] = keys;
  const scheme = first?.scheme ?? { in: 'header', name: 'X-API-Key' };
  const isAlone = others.length === 0;
  const field = isAlone ? 'apiKey' : keyName(first?.id ?? '', 'apiKey');
  const more = others.map(({ id, scheme: { name: header } }, index) => ({
    header,
    field: keyName(id, `key${index + 2}`),
  }));
  const fields = Object.fromEntries(
    [field, ...more.map((one) => one.field)].map((one) => [
      one,
      { type: 'secret', label: labelOf(one), required: true } as const,
    ]),
  );
  const placeholder = `{credentials.${field}}`;
  return {
    ...plain,
    method: {
      ...{ id: 'apiKey', type: 'api_key', label: isAlone ? 'API key' : 'API keys' },
      ...(!isAlone && { fields }),
      setup: [
        `Make ${
          isAlone
            ? 'an API key'
            : Object.keys(fields)
                .map((one) => `the ${labelOf(one)}`)
                .join(' and ')
        } in the settings of ${name} and copy ${isAlone ? 'it' : 'them'}.`,
      ],
      ...(more.length > 0 && {
        headers: Object.fromEntries(more.map((one) => [one.header, `{credentials.${one.field}}`])),
      }),
      config: {
        ...{ in: scheme.in, name: scheme.name },
        ...(!isAlone && { field }),
        ...(scheme.in === 'query' && {
          queryReason: 'By its description the API takes the key in the query and nowhere else.',
        }),
      },
    },
    // What travels in the URL is held against it as it is.
    ...(scheme.in === 'query' && { query: scheme.name, credentials: { [field]: exampleKey } }),
    headers: {
      ...(scheme.in === 'header' && { [scheme.name.toLowerCase()]: placeholder }),
      ...(scheme.in === 'cookie' && { cookie: `${scheme.name}=${placeholder}` }),
      ...Object.fromEntries(more.map((one) => [one.header.toLowerCase(), `{credentials.${one.field}}`])),
    },
  };
}

function keyName(id: string, otherwise: string): string {
  const name = toName(id.replace(/_?auth$/i, ''));
  return name === '' ? otherwise : /key|token|secret/i.test(name) ? name : `${name}Key`;
}

/** `appKey` → "app key". */
function labelOf(field: string): string {
  return field
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replace(/^./, (letter) => letter.toUpperCase());
}

function bearer({ name }: Context): DraftedAuth {
  return {
    ...plain,
    method: {
      id: 'token',
      type: 'bearer',
      label: 'Access token',
      setup: [`Make an access token in the settings of ${name} and copy it.`],
    },
    headers: { authorization: 'Bearer {credentials.token}' },
  };
}

function basic({ name }: Context): DraftedAuth {
  const credentials = { username: 'example-user', password: 'example-password' };
  const encoded = Buffer.from(`${credentials.username}:${credentials.password}`).toString('base64');
  return {
    ...plain,
    method: {
      id: 'basic',
      type: 'basic',
      label: 'User name and password',
      setup: [`Enter the user name and password of an account of ${name}.`],
    },
    headers: { authorization: `Basic ${encoded}` },
    credentials,
  };
}

function oauth(
  scheme: Extract<ApiScheme, { type: 'oauth2' }>,
  scopes: readonly string[],
  { name }: Context,
  notes: string[],
): DraftedAuth | null {
  const isClient = scheme.grant === 'client_credentials';
  const urls = [scheme.tokenUrl, ...(isClient ? [] : [scheme.authorizeUrl])];
  if (urls.some((url) => !/^https:\/\/[^/{}\s@]+(\/[^{}\s]*)?$/.test(url))) {
    notes.push(
      `OAuth is left out: its addresses (${urls.map((url) => JSON.stringify(url.slice(0, 80))).join(', ')}) are none that can be called.`,
    );
    return null;
  }
  const token = new URL(scheme.tokenUrl);
  const wanted = scopes.length > 0 ? scopes : isClient ? [] : scheme.scopes.slice(0, 20);
  const config = {
    ...(isClient && { grant: 'client_credentials' as const }),
    ...(!isClient && { authorizeUrl: scheme.authorizeUrl }),
    tokenUrl: scheme.tokenUrl,
    ...(wanted.length > 0 && { scopes: [...wanted] }),
    ...(scheme.refreshUrl !== '' && {
      refresh: scheme.refreshUrl === scheme.tokenUrl ? {} : { url: scheme.refreshUrl },
    }),
  };
  const hosts = [
    ...new Set(
      [...urls, ...(scheme.refreshUrl.startsWith('https://') ? [scheme.refreshUrl] : [])].map(
        (url) => new URL(url).host,
      ),
    ),
  ];
  if (!isClient)
    return {
      ...plain,
      method: {
        ...{ id: 'oauth', type: 'oauth2', label: `Sign in with ${name}`.slice(0, 80) },
        setup: [`Press Connect and allow the access at ${name}.`],
        config: {
          ...config,
          setupInstructions: `Register an OAuth app at ${name} with the callback URL shown here, and copy its client ID and client secret.`,
        },
      },
      hosts,
      headers: { authorization: 'Bearer {credentials.accessToken}' },
    };
  const accessToken = 'example-access-token';
  const credentials = { clientId: 'example-client', clientSecret: 'example-client-secret' };
  return {
    ...plain,
    method: {
      ...{ id: 'client', type: 'oauth2', label: 'Client ID and client secret' },
      setup: [`Register an app at ${name} and copy its client ID and client secret.`],
      config,
    },
    hosts,
    headers: { authorization: `Bearer ${accessToken}` },
    credentials,
    signIn: [
      {
        request: {
          ...{ method: 'POST', path: `${token.pathname}${token.search}`, host: token.host },
          headers: {
            authorization: `Basic ${Buffer.from(`${credentials.clientId}:${credentials.clientSecret}`).toString('base64')}`,
          },
          body: { grant_type: 'client_credentials', ...(wanted.length > 0 && { scope: wanted.join(' ') }) },
        },
        response: {
          status: 200,
          headers: { 'content-type': 'application/json' },
          body: { access_token: accessToken, token_type: 'Bearer', expires_in: 3600 },
        },
      },
    ],
  };
}

/** A key in a URL ends up in logs, so it is taken only where there is nothing else. */
function withoutKeysInUrls(methods: readonly DraftedAuth[], notes: string[]): readonly DraftedAuth[] {
  const others = methods.filter(({ query }) => query === '');
  if (others.length === methods.length) return methods;
  if (others.length > 0) return others;
  notes.push('The key travels in the URL, where proxies log it; see whether the provider takes it in a header too.');
  return methods;
}

/** Two methods of one kind need two ids. */
function withFreeId(drafted: DraftedAuth, index: number, all: readonly DraftedAuth[]): DraftedAuth {
  const same = all.slice(0, index).filter(({ method }) => method.id === drafted.method.id).length;
  return same === 0 ? drafted : { ...drafted, method: { ...drafted.method, id: `${drafted.method.id}${same + 1}` } };
}
