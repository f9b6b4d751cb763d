import { createPrivateKey, randomUUID, timingSafeEqual, X509Certificate } from 'node:crypto';
import { SignJWT } from 'jose';
import type { Certificate } from '../create-certificate.ts';
import { type LocalServer, startServer } from '../http-server/start-server.ts';

/** What one scope of a token allows, as in the distribution token specification. */
export interface ResourceActions {
  /** `repository`, `registry` … */
  type: string;
  /** The repository's name, or `catalog`. */
  name: string;
  /** `pull`, `push`, `delete`, `*` … */
  actions: string[];
}

export interface TokenServiceOptions {
  service: string;
  issuer: string;
  certificate: Certificate;
  username: string;
  password: string;
  /** How long a token is good for. */
  expiresInSeconds: number;
  /** What of a requested scope the account gets; everything when left out. */
  grant?: (requested: ResourceActions) => string[];
}

export interface TokenService {
  /** The `realm` of the registry's challenge. */
  realm: string;
  /** Every token request so far: who asked, for which scopes, and whether a token was given. */
  requests: { account: string | null; scopes: string[]; isGranted: boolean }[];
  /** Signs a token for the given access without being asked over HTTP. */
  sign(account: string, access: ResourceActions[]): Promise<string>;
  stop(): Promise<void>;
}

function parseScope(scope: string): ResourceActions | null {
  // type:name:action,action; the name may hold a port and with it a colon.
  const match = /^([^:]+):(.+):([^:]*)$/.exec(scope);
  if (!match?.[1] || !match[2]) return null;
  return { type: match[1], name: match[2], actions: (match[3] ?? '').split(',').filter(Boolean) };
}

function basicCredentials(header: string | undefined): { username: string; password: string } | null {
  const encoded = /^Basic (.+)$/i.exec(header ?? '')?.[1];
  if (!encoded) return null;
  const [username = '', ...rest] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
  return { username, password: rest.join(':') };
}

function isSame(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** The token server of the distribution token specification: basic credentials in, a signed and scoped JWT out. */
export async function startTokenService(options: TokenServiceOptions): Promise<TokenService> {
  const { service, issuer, certificate, username, password, expiresInSeconds, grant } = options;
  const privateKey = createPrivateKey(certificate.privateKeyPem);
  const x5c = [new X509Certificate(certificate.certificatePem).raw.toString('base64')];
  const requests: TokenService['requests'] = [];

  function sign(account: string, access: ResourceActions[]): Promise<string> {
    return new SignJWT({ access })
      .setProtectedHeader({ alg: 'ES256', typ: 'JWT', x5c })
      .setIssuer(issuer)
      .setSubject(account)
      .setAudience(service)
      .setIssuedAt()
      .setNotBefore(Math.floor(Date.now() / 1000) - 5)
      .setExpirationTime(Math.floor(Date.now() / 1000) + expiresInSeconds)
      .setJti(randomUUID())
      .sign(privateKey);
  }

  const server: LocalServer = await startServer(async (request, response) => {
    const url = new URL(request.url ?? '/', server.url);
    const scopes = url.searchParams.getAll('scope').flatMap((scope) => scope.split(' '));
    const given = basicCredentials(request.headers.authorization);
    const isKnown = given !== null && isSame(given.username, username) && isSame(given.password, password);
    const isRightService = url.searchParams.get('service') === service;
    // Wrong credentials are refused; none at all get a token that opens nothing.
    const isGranted = isRightService && (isKnown || given === null);
    requests.push({ account: given?.username ?? null, scopes, isGranted });
    response.setHeader('content-type', 'application/json');
    if (!isGranted) {
      response.statusCode = isRightService ? 401 : 400;
      const message = isRightService ? 'incorrect username or password' : 'unknown service';
      response.end(JSON.stringify({ errors: [{ code: 'UNAUTHORIZED', message }] }));
      return;
    }
    const access = scopes
      .map(parseScope)
      .filter((scope) => scope !== null)
      .map((scope) => ({ ...scope, actions: isKnown ? (grant ? grant(scope) : scope.actions) : [] }))
      .filter((scope) => scope.actions.length > 0);
    const token = await sign(given?.username ?? '', access);
    response.end(
      JSON.stringify({
        token,
        access_token: token,
        expires_in: expiresInSeconds,
        issued_at: new Date().toISOString(),
      }),
    );
  });

  return { realm: `${server.url}/token`, requests, sign, stop: () => server.stop() };
}
