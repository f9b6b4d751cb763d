import type { AuthorizationServer } from 'oauth4webapi';
import { isProviderError } from '../errors/provider-error.ts';
import type { OAuthContext } from './oauth-context.ts';
import { protocolFailure } from './oauth-refusal.ts';
import { loadProtocol } from './protocol.ts';

/** What an OpenID Connect issuer says of itself, above all its keys; the manifest's own addresses stay. */
export async function discoverServer({ server, context, fetchDocument }: OAuthContext): Promise<AuthorizationServer> {
  const library = await loadProtocol();
  try {
    const issuer = new URL(server.issuer);
    const response = await library.discoveryRequest(issuer, {
      [library.customFetch]: fetchDocument,
      [library.allowInsecureRequests]: true,
    });
    return { ...(await library.processDiscoveryResponse(issuer, response)), ...server };
  } catch (error) {
    throw isProviderError(error) ? error : protocolFailure('describes its sign-in wrongly', context, error);
  }
}
