import type { AuthorizationServer, Client, ClientAuth } from 'oauth4webapi';
import type { AuthContext, MethodOf } from '../auth/auth-strategy.ts';
import { renderSignInUrl } from '../auth/sign-in-request.ts';
import { createAuthContext } from '../call/auth-context.ts';
import { createCall } from '../call/call.ts';
import type { RuntimeContext } from '../call/runtime-context.ts';
import { renderText } from '../http/template.ts';
import type { CallOptions } from '../types.ts';
import { clientAuthentication } from './client-authentication.ts';
import { createFetchDocument, type FetchDocument } from './fetch-document.ts';
import { loadProtocol } from './protocol.ts';
import type { OAuthApp, OAuthTarget } from './types.ts';

/** What every verb of the protocol works with. */
export interface OAuthContext {
  context: AuthContext<MethodOf<'oauth2'>>;
  config: MethodOf<'oauth2'>['config'];
  app: OAuthApp;
  server: AuthorizationServer;
  client: Client;
  authenticate: ClientAuth;
  /** Reads public documents of the provider: its description, its keys. */
  fetchDocument: FetchDocument;
  /** What time the provider's last answer says it is. */
  theirDate(): string | undefined;
}

/** A sign-in as a call of its own: the same egress policy, deadline, log and hiding of secrets as any other. */
export async function openOAuth(
  runtime: RuntimeContext,
  { app, ...target }: OAuthTarget,
  options: CallOptions,
): Promise<OAuthContext> {
  const secrets: Record<string, string> = app.clientSecret === null ? {} : { clientSecret: app.clientSecret };
  const call = createCall(runtime, { ...target, credentials: { get: async () => secrets } }, options);
  const context = createAuthContext(call, await call.credentials()) as AuthContext<MethodOf<'oauth2'>>;
  return bindOAuth(context, app);
}

/** The protocol for a client whose credentials are known. */
export async function bindOAuth(context: AuthContext<MethodOf<'oauth2'>>, app: OAuthApp): Promise<OAuthContext> {
  const { config } = context.method;
  const scope = { ...context.scope, app: { ...app.settings, clientId: app.clientId } };
  let theirDate: string | undefined;
  const send: AuthContext['send'] = async (...given) => {
    const answer = await context.send(...given);
    theirDate = answer.headers.date;
    return answer;
  };
  const own: OAuthContext['context'] = Object.create(context, {
    scope: { value: scope, enumerable: true },
    send: { value: send, enumerable: true },
  });
  const { clockSkew, clockTolerance } = await loadProtocol();
  const tokenUrl = renderSignInUrl(config.tokenUrl, own);
  const issuer = config.issuer === undefined ? undefined : renderText(config.issuer, scope);
  const server: AuthorizationServer = {
    // Without OpenID Connect no answer names the issuer, so it is only a name.
    issuer: issuer ?? tokenUrl.origin,
    token_endpoint: tokenUrl.href,
    ...(config.authorizeUrl !== undefined && {
      authorization_endpoint: renderSignInUrl(config.authorizeUrl, own).href,
    }),
    ...(config.revokeUrl !== undefined && { revocation_endpoint: renderSignInUrl(config.revokeUrl, own).href }),
  };
  const client: Client = {
    client_id: app.clientId,
    // The runtime's clock is passed in, the library reads the machine's.
    [clockSkew]: Math.round((context.now() - Date.now()) / 1000),
    [clockTolerance]: 60,
  };
  return {
    context: own,
    ...{ config, app, server, client },
    authenticate: await clientAuthentication(config, app, tokenUrl),
    fetchDocument: createFetchDocument(own),
    theirDate: () => theirDate,
  };
}

/** Declared parameters with settings filled in; one whose value is missing is left out. */
export function renderParameters(
  parameters: Readonly<Record<string, string>>,
  { context }: OAuthContext,
): Record<string, string> {
  const rendered: Record<string, string> = {};
  for (const [name, template] of Object.entries(parameters)) {
    const value = renderText(template, context.scope);
    if (value !== undefined) rendered[name] = value;
  }
  return rendered;
}
