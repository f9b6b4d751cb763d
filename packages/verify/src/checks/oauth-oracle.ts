import type { AuthMethod, Manifest } from '@patchbay/schema';
import type { Finding, ManifestCheck } from '../check.ts';
import type { OAuthEndpoints } from '../support/oauth-oracle.ts';

type OAuthMethod = Extract<AuthMethod, { type: 'oauth2' }>;

let oracle: Promise<OAuthEndpoints[]> | undefined;

/** Read once a run, and only when a manifest has something to ask. */
async function readOracle(): Promise<OAuthEndpoints[]> {
  oracle ??= import('../support/oauth-oracle.ts').then(({ readOAuthOracle }) => readOAuthOracle());
  return oracle;
}

const lettersOf = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '');
const hostOf = (pattern: string): string | null => (URL.canParse(pattern) ? new URL(pattern).host : null);
const pathOf = (pattern: string): string => pattern.replace(/^(https:\/\/[^/]+|\*)/, '');

/** Equal, or the same path below a server's own address. */
function agrees(pattern: string, known: string): boolean {
  return pattern === known || (pattern.startsWith('*') && pathOf(pattern) === pathOf(known));
}

const linear = (tokenUrl: string) => ({
  id: 'oauth',
  type: 'oauth2',
  config: { authorizeUrl: 'https://linear.app/oauth/authorize', tokenUrl },
});

export const oauthOracle: ManifestCheck = {
  id: 'oauth-oracle',
  title: "Authorize and token URLs agree with an independent client's",
  scope: 'manifest',
  gates: 'bronze',
  severity: 'error',
  reason: 'a wrong address sends people nowhere, or their codes to somebody else',
  fix: "write the provider's addresses as its documentation has them, or say in otherFlow which flow this is",
  samples: {
    // Both ask about a provider the independent client knows: its token address is on another host than its pages.
    passing: { change: (manifest) => ({ ...manifest, auth: [linear('https://api.linear.app/oauth/token')] }) },
    failing: { change: (manifest) => ({ ...manifest, auth: [linear('https://linear.app/oauth/token')] }) },
  },
  async check({ manifest, at }) {
    const methods = manifest.auth.flatMap((method, index) => (method.type === 'oauth2' ? [{ method, index }] : []));
    if (methods.length === 0) return [];
    const { toUrlPattern } = await import('../support/oauth-oracle.ts');
    const endpoints = await readOracle();

    return methods.flatMap(({ method, index }) => {
      const authorize = toUrlPattern(method.config.authorizeUrl ?? '');
      const token = toUrlPattern(method.config.tokenUrl);
      const known = clientsFor(manifest.id, method, authorize, endpoints);
      const isKnown = known.some((entry) => agrees(authorize, entry.authorize) && agrees(token, entry.token));
      const [first] = known;
      if (isKnown || first === undefined) return [];
      return [disagreement(method, { authorize, token }, first, at(`auth.${index}.config`))];
    });
  },
};

/** The clients of a method's provider: by its id, or by the host people sign in at. */
function clientsFor(
  id: string,
  { config }: OAuthMethod,
  authorize: string,
  endpoints: readonly OAuthEndpoints[],
): OAuthEndpoints[] {
  if (config.authorizeUrl === undefined || config.otherFlow) return [];
  const host = hostOf(authorize);
  return endpoints.filter(
    ({ name, authorize: theirs }) => lettersOf(name) === lettersOf(id) || (host !== null && host === hostOf(theirs)),
  );
}

/** Which clients a manifest's sign-ins are compared with. None: nobody independent knows its addresses, and the check says nothing. */
export async function comparedClients(manifest: Pick<Manifest, 'id' | 'auth'>): Promise<string[]> {
  const { toUrlPattern } = await import('../support/oauth-oracle.ts');
  const endpoints = await readOracle();
  const clients = manifest.auth.flatMap((method) =>
    method.type === 'oauth2'
      ? clientsFor(manifest.id, method, toUrlPattern(method.config.authorizeUrl ?? ''), endpoints)
      : [],
  );
  return [...new Set(clients.map(({ name }) => name))].sort();
}

function disagreement(
  method: OAuthMethod,
  { authorize, token }: { authorize: string; token: string },
  known: OAuthEndpoints,
  place: { file: string; line: number },
): Finding {
  return {
    ...place,
    message: `method "${method.id}" signs in at ${authorize} and ${token}; ${known.name} of arctic uses ${known.authorize} and ${known.token}`,
  };
}
