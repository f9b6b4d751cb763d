import type { OAuthAttempt, OAuthStart } from '@patchbay/client';
import { type OidcProvider, type OidcSignInOptions, type Patchbay, signInAtOidcProvider } from '@patchbay/testing';
import { everythingSaid } from './api-client.ts';
import { peopleStore } from './people-store.ts';
import { owner } from './set-up-patchbay.ts';

/** A person signed in to Patchbay, as their browser would call the API. */
export interface SignedInPerson {
  call<Body>(method: string, path: string, body?: unknown): Promise<{ status: number; body: Body }>;
  /** Follows the way back from a provider; gives the page of the admin it ends at. */
  comeBack(parameters: URLSearchParams): Promise<URL>;
}

/** Signs in by the password; later calls carry the session. */
export async function signInPerson(
  { apiUrl, adminPort }: Pick<Patchbay, 'apiUrl' | 'adminPort'>,
  person: { email: string; password: string } = owner,
): Promise<SignedInPerson> {
  const origin = `http://127.0.0.1:${adminPort}`;
  const { email, password } = person;
  const answer = await fetch(`${apiUrl}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin },
    body: JSON.stringify({ email, password }),
  });
  if (!answer.ok) throw new Error(`The sign-in answered ${answer.status}: ${await answer.text()}`);
  const cookie = answer.headers
    .getSetCookie()
    .map((each) => each.split(';', 1)[0])
    .join('; ');
  return {
    async call<Body>(method: string, path: string, body?: unknown) {
      const response = await fetch(`${apiUrl}/api/v1${path}`, {
        method,
        headers: { cookie, origin, ...(body !== undefined && { 'content-type': 'application/json' }) },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      everythingSaid.push(`${method} ${path}\n${text}`);
      return { status: response.status, body: (text === '' ? undefined : JSON.parse(text)) as Body };
    },
    async comeBack(parameters) {
      const response = await fetch(`${apiUrl}/api/v1/integrations/oauth/callback?${parameters}`, {
        headers: { cookie },
        redirect: 'manual',
      });
      const location = response.headers.get('location');
      everythingSaid.push(`GET the callback\n${JSON.stringify([...response.headers])}\n${await response.text()}`);
      if (response.status !== 303 || location === null) throw new Error(`The callback answered ${response.status}`);
      return new URL(location);
    },
  };
}

/** Connects the people store in the name of a person: their app is saved before. Gives the connection's id. */
export async function connectPeopleStore(
  person: SignedInPerson,
  peer: OidcProvider,
  options: OidcSignInOptions & { connectionId?: string } = {},
): Promise<{ connectionId: string; attempt: OAuthAttempt; parameters: URLSearchParams }> {
  const { connectionId, ...signIn } = options;
  const target = connectionId === undefined ? { providerSlug: peopleStore } : { connectionId };
  const started = await person.call<OAuthStart>('POST', '/integrations/oauth/start', {
    ...target,
    settings: { baseUrl: peer.issuer },
  });
  if (started.status !== 200) throw new Error(`oauth/start answered ${JSON.stringify(started)}`);
  const { parameters } = await signInAtOidcProvider(started.body.authorizationUrl, signIn);
  const page = await person.comeBack(parameters);
  const { body: attempt } = await person.call<OAuthAttempt>(
    'GET',
    `/integrations/oauth/attempts/${started.body.attemptId}`,
  );
  return { connectionId: page.searchParams.get('connection') ?? '', attempt, parameters };
}

/** Saves the server's client as the organization's own OAuth app. */
export async function savePeopleStoreApp(person: SignedInPerson, peer: OidcProvider): Promise<void> {
  const { clientId, clientSecret } = peer;
  const body = { providerSlug: peopleStore, clientId, clientSecret };
  const saved = await person.call('POST', '/integrations/oauth-apps', body);
  if (saved.status !== 200) throw new Error(`oauth-apps answered ${JSON.stringify(saved)}`);
}
