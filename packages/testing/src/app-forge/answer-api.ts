import { type CryptoKey, jwtVerify } from 'jose';
import { toListed, toRepository } from './app-pages.ts';
import { type AppState, newSecret } from './app-state.ts';

export interface ForgeApp {
  appId: string;
  slug: string;
  clientId: string;
  clientSecret: string;
  publicKey: CryptoKey;
}

export interface ApiRequest {
  method: string;
  url: URL;
  /** Without the base path of the API. */
  path: string;
  authorization: string;
  body: string;
}

export interface ApiAnswer {
  status: number;
  body: unknown;
}

const unauthorized: ApiAnswer = { status: 401, body: { message: 'Bad credentials' } };

/** Answers what the API description has for apps and their installations. */
export async function answerApi(state: AppState, app: ForgeApp, site: string, request: ApiRequest): Promise<ApiAnswer> {
  const { method, path } = request;
  const bearer = /^Bearer (.+)$/i.exec(request.authorization)?.[1] ?? '';
  const ended = /^\/applications\/([^/]+)\/token$/.exec(path);
  if (method === 'DELETE' && ended) return endToken(state, app, decodeURIComponent(ended[1] ?? ''), request);
  const asked = /^\/app\/installations\/(\d+)\/access_tokens$/.exec(path);
  if (method === 'POST' && asked) return giveInstallationToken(state, app, Number(asked[1]), bearer);
  if (method === 'GET' && path === '/user/installations') return listForPerson(state, app, site, bearer, request.url);
  if (method === 'GET' && path === '/user') {
    const login = state.personTokens.get(bearer);
    return login === undefined ? unauthorized : { status: 200, body: { login, id: 583_231 } };
  }
  if (method === 'GET' && path === '/installation/repositories') {
    const id = state.installationTokens.get(bearer);
    const found = state.installations.find((installation) => installation.id === id);
    return found ? { status: 200, body: { total_count: 1, repositories: [toRepository(found)] } } : unauthorized;
  }
  return { status: 404, body: { message: 'Not Found' } };
}

function listForPerson(state: AppState, app: ForgeApp, site: string, token: string, url: URL): ApiAnswer {
  const person = state.personTokens.get(token);
  if (person === undefined) return unauthorized;
  const visible = state.installations.filter(({ people }) => people.includes(person));
  const size = Number(url.searchParams.get('per_page') ?? 30);
  const start = (Number(url.searchParams.get('page') ?? 1) - 1) * size;
  const page = visible.slice(start, start + size);
  const installations = page.map((installation) => toListed(installation, app, site));
  return { status: 200, body: { total_count: visible.length, installations } };
}

async function giveInstallationToken(
  state: AppState,
  app: ForgeApp,
  id: number,
  assertion: string,
): Promise<ApiAnswer> {
  const { payload } = await jwtVerify(assertion, app.publicKey, { clockTolerance: 60 }).catch(() => ({
    payload: null,
  }));
  if (payload?.iss !== app.appId) return unauthorized;
  const found = state.installations.find((installation) => installation.id === id);
  if (!found) return { status: 404, body: { message: 'Not Found' } };
  if (found.suspendedAt) return { status: 403, body: { message: 'This installation has been suspended' } };
  const token = newSecret('ghs_');
  state.installationTokens.set(token, id);
  return { status: 201, body: { token, expires_at: new Date(Date.now() + 3_600_000).toISOString() } };
}

function endToken(state: AppState, app: ForgeApp, clientId: string, request: ApiRequest): ApiAnswer {
  const proof = Buffer.from(`${app.clientId}:${app.clientSecret}`).toString('base64');
  if (request.authorization !== `Basic ${proof}` || clientId !== app.clientId)
    return { status: 404, body: { message: 'Not Found' } };
  const { access_token: token } = JSON.parse(request.body) as { access_token?: string };
  if (!token || !state.personTokens.delete(token)) return { status: 404, body: { message: 'Not Found' } };
  return { status: 204, body: null };
}
