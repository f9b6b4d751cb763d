import { type OidcProvider, type OidcSignInOptions, signInAtOidcProvider } from '@patchbay/testing';
import { completeOAuth } from '../oauth/complete.ts';
import { startOAuth } from '../oauth/start.ts';
import { saveOAuthApp } from '../oauth-apps/save.ts';
import type { ServiceContext } from '../types.ts';

/** Where the services of tests are called back. */
export const callbackUrl = 'https://app.example.com/api/v1/integrations/oauth/callback';

/** Saves the server's own client as the organization's OAuth app. */
export function saveApp(context: ServiceContext, peer: OidcProvider) {
  return saveOAuthApp(context, {
    providerSlug: 'people-store',
    clientId: peer.clientId,
    clientSecret: peer.clientSecret,
  });
}

/** Presses Connect, signs in at the server, comes back. Gives the page that was shown in the end. */
export async function connectPeople(
  context: ServiceContext,
  peer: OidcProvider,
  options: OidcSignInOptions & Partial<Parameters<typeof startOAuth>[1]> = {},
): Promise<{ page: URL; attemptId: string; connectionId: string }> {
  const { login, cancels, ...input } = options;
  const target = input.connectionId === undefined ? { providerSlug: 'people-store' } : {};
  const settings = { baseUrl: peer.issuer };
  const { authorizationUrl, attemptId } = await startOAuth(context, { ...target, settings, ...input });
  const { parameters } = await signInAtOidcProvider(authorizationUrl, {
    ...(login !== undefined && { login }),
    ...(cancels !== undefined && { cancels }),
  });
  const { redirectUrl } = await completeOAuth(context.deps, { parameters, actor: context.actor });
  const page = new URL(redirectUrl);
  return { page, attemptId, connectionId: page.searchParams.get('connection') ?? '' };
}
