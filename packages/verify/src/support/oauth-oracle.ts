import * as arctic from 'arctic';

/** Where an independent client sends people and codes. `*` stands for what differs by server or tenant. */
export interface OAuthEndpoints {
  /** The client's name in the library, such as the class name. */
  name: string;
  authorize: string;
  token: string;
}

interface ArcticClient {
  createAuthorizationURL(...values: unknown[]): URL;
  validateAuthorizationCode(...values: unknown[]): Promise<unknown>;
}
type ArcticClass = new (...values: (string | null)[]) => ArcticClient;

/** What a first argument may be: the address of a server, a bare host, or a tenant. Each client takes one of them. */
const firstArguments = ['https://oracle.invalid', 'oracle.invalid', 'oracle-tenant'] as const;
const endpointPath = '/oracle';

/** Written as manifests' URLs are compared: settings become `*`, and a server's own address loses its scheme. */
export function toUrlPattern(url: string): string {
  const text = url.replace(/[?#].*$/, '').replace(/\{[^}]*\}/g, '*');
  return text.replace(/^https:\/\/(?=\*)/, '').replace(/\/+$/, '');
}

function hideArgument(url: string, given: string): string {
  return toUrlPattern(url.replaceAll(given, '*').replaceAll('oracle.invalid', '*'));
}

/**
 * Every client of arctic with its addresses. They are read off the requests the clients make, which never leave: nothing here
 * touches the network. Clients that cannot be asked this way are left out.
 */
export async function readOAuthOracle(): Promise<OAuthEndpoints[]> {
  const found = new Map<string, OAuthEndpoints>();
  for (const [name, Client] of Object.entries(arctic)) {
    if (typeof Client !== 'function' || !('createAuthorizationURL' in (Client.prototype ?? {}))) continue;
    for (const first of firstArguments) {
      const endpoints = await ask(Client as unknown as ArcticClass, first);
      // An address put where a host belongs gives no address at all.
      if (endpoints && !endpoints.authorize.startsWith('https://https'))
        found.set(`${name} ${endpoints.authorize}`, { name, ...endpoints });
    }
  }
  return [...found.values()];
}

async function ask(Client: ArcticClass, first: string): Promise<Omit<OAuthEndpoints, 'name'> | null> {
  try {
    const client = new Client(first, 'client', 'secret', `https://app.invalid${endpointPath}`, 'value');
    const authorize = askAuthorizeUrl(client);
    const token = await askTokenUrl(client);
    if (authorize === null || token === null) return null;
    return { authorize: hideArgument(authorize, first), token: hideArgument(token, first) };
  } catch {
    // This client takes other arguments: it has nothing to say about this one.
    return null;
  }
}

/** With and without a code verifier: which of them a client takes differs. */
function askAuthorizeUrl(client: ArcticClient): string | null {
  for (const values of [
    ['state', ['scope']],
    ['state', 'verifier-verifier-verifier-verifier-verifier', ['scope']],
  ]) {
    try {
      const url = client.createAuthorizationURL(...values);
      return `${url.origin}${url.pathname}`;
    } catch {}
  }
  return null;
}

async function askTokenUrl(client: ArcticClient): Promise<string | null> {
  const { fetch } = globalThis;
  let asked: string | null = null;
  globalThis.fetch = async (input) => {
    asked = input instanceof Request ? input.url : String(input);
    throw new Error('nothing leaves');
  };
  try {
    await client.validateAuthorizationCode('code', 'verifier');
  } catch {
    // Expected: the request was only looked at.
  } finally {
    globalThis.fetch = fetch;
  }
  return asked;
}
