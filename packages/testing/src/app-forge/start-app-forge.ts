import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { exportPKCS8, generateKeyPair } from 'jose';
import { createCanary } from '../canary/create-canary.ts';
import { type LocalServer, startServer } from '../http-server/start-server.ts';
import { answerApi, type ForgeApp } from './answer-api.ts';
import { installPage } from './app-pages.ts';
import { createAppState, type Installation, newSecret } from './app-state.ts';

export interface AppForgeOptions {
  /** Where people are sent back to. */
  callbackUrl: string;
  /** Default: octo-org and other-org. */
  accounts?: string[];
}

export interface ForgeReturn {
  /** Who sits before the browser. Default: ada. */
  person?: string;
  account?: string;
  /** What that person did. Default: install. */
  action?: 'install' | 'update' | 'request';
  /** Whether the app asks for the authorization of the person while it is installed. Default: true. */
  asksForAuthorization?: boolean;
}

/** A forge with one app, as the API description of GitHub has it: people install the app in their accounts. */
export interface AppForge {
  /** Of its pages; the API is below `/api/v3`. */
  site: string;
  api: string;
  /** What the settings of the app show. */
  app: { appId: string; appSlug: string; clientId: string; clientSecret: string; privateKey: string };
  server: LocalServer;
  installations: Installation[];
  /** Tokens of people that work now. */
  personTokens: ReadonlyMap<string, string>;
  /** Does what a person does on the page of that address. Gives the parameters the person comes back with. */
  comeBack(address: string, options?: ForgeReturn): URLSearchParams;
  stop(): Promise<void>;
}

const apiPath = '/api/v3';

/** Starts it on 127.0.0.1. Everything it knows is in memory. */
export async function startAppForge(options: AppForgeOptions): Promise<AppForge> {
  const accounts = options.accounts ?? ['octo-org', 'other-org'];
  const keys = await generateKeyPair('RS256', { extractable: true });
  const state = createAppState();
  const app: ForgeApp = {
    ...{ appId: '123456', slug: 'octo-app', clientId: 'Iv23liexample00000000' },
    clientSecret: createCanary(),
    publicKey: keys.publicKey,
  };

  function comeBack(address: string, given: ForgeReturn = {}): URLSearchParams {
    const { person = 'ada', account = accounts[0] ?? '', action = 'install', asksForAuthorization = true } = given;
    const parameters = new URLSearchParams();
    const sent = new URL(address).searchParams.get('state');
    if (sent !== null) parameters.set('state', sent);
    parameters.set('setup_action', action);
    if (asksForAuthorization) {
      const code = newSecret('');
      state.codes.set(code, person);
      parameters.set('code', code);
    }
    if (action === 'request') return parameters;
    let found = state.installations.find((installation) => installation.account === account);
    if (!found) {
      const accountId = 1_000 + accounts.indexOf(account);
      found = { id: 7_654_321 + state.installations.length, account, accountId, people: [], suspendedAt: null };
      state.installations.push(found);
    }
    if (!found.people.includes(person)) found.people.push(person);
    parameters.set('installation_id', String(found.id));
    return parameters;
  }

  function tradeCode(form: URLSearchParams) {
    if (form.get('client_id') !== app.clientId || form.get('client_secret') !== app.clientSecret)
      return {
        error: 'incorrect_client_credentials',
        error_description: 'The client_id and/or client_secret passed are incorrect.',
      };
    const redirectUri = form.get('redirect_uri');
    if (redirectUri !== null && redirectUri !== options.callbackUrl)
      return {
        error: 'redirect_uri_mismatch',
        error_description: 'The redirect_uri MUST match the registered callback URL.',
      };
    const code = form.get('code') ?? '';
    const person = state.codes.get(code);
    state.codes.delete(code);
    if (person === undefined)
      return { error: 'bad_verification_code', error_description: 'The code passed is incorrect or expired.' };
    const token = newSecret('ghu_');
    state.personTokens.set(token, person);
    return { access_token: token, token_type: 'bearer', scope: '' };
  }

  const server = await startServer(async (request, response) => {
    const url = new URL(request.url ?? '/', server.url);
    const body = await text(request);
    const json = (status: number, answer: unknown) =>
      response
        .writeHead(status, { 'content-type': 'application/json; charset=utf-8' })
        .end(answer === null ? undefined : JSON.stringify(answer));
    if (url.pathname.startsWith(`${apiPath}/`)) {
      const answer = await answerApi(state, app, server.url, {
        ...{ method: request.method ?? '', url, path: url.pathname.slice(apiPath.length), body },
        authorization: headerOf(request, 'authorization'),
      });
      return void json(answer.status, answer.body);
    }
    if (request.method === 'POST' && url.pathname === '/login/oauth/access_token')
      return void json(200, tradeCode(new URLSearchParams(body)));
    if (request.method === 'GET' && url.pathname === `/apps/${app.slug}/installations/new`)
      return void response
        .writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
        .end(installPage(app.slug, url.searchParams.get('state') ?? '', accounts));
    if (request.method === 'POST' && url.pathname === `/apps/${app.slug}/installations`) {
      const form = new URLSearchParams(body);
      const asked = `${server.url}/?${new URLSearchParams({ state: form.get('state') ?? '' })}`;
      const action = form.get('action') === 'request' ? 'request' : 'install';
      const parameters = comeBack(asked, { account: form.get('account') ?? '', action });
      return void response.writeHead(302, { location: `${options.callbackUrl}?${parameters}` }).end();
    }
    response.writeHead(404).end();
  });

  const { appId, slug: appSlug, clientId, clientSecret } = app;
  return {
    ...{ site: server.url, api: `${server.url}${apiPath}`, server, comeBack },
    app: { appId, appSlug, clientId, clientSecret, privateKey: await exportPKCS8(keys.privateKey) },
    ...{ installations: state.installations, personTokens: state.personTokens },
    stop: () => server.stop(),
  };
}

function headerOf(request: IncomingMessage, name: string): string {
  const value = request.headers[name];
  return typeof value === 'string' ? value : '';
}
