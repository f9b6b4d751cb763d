import { PatchbayError } from '@patchbay/schema';
import type { DiscoveredIssuer, ServiceDeps } from '@patchbay/services';
import { z } from 'zod';

const documentSchema = z.object({
  issuer: z.string(),
  authorization_endpoint: z.url(),
  token_endpoint: z.url(),
  jwks_uri: z.url(),
  userinfo_endpoint: z.url().optional(),
  token_endpoint_auth_methods_supported: z.array(z.string()).optional(),
});

/** Reads a small document without following redirects, under the egress policy. */
export type ReadDocument = (url: URL) => Promise<{ status: number; text: string }>;

/** Reads an issuer's description (OpenID Connect Discovery). What is wrong with it is told as `invalid_input`. */
export async function discoverIssuer(
  { readDocument, egress }: { readDocument: ReadDocument; egress: ServiceDeps['egress'] },
  issuer: string,
): Promise<DiscoveredIssuer> {
  const discoveryUrl = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const document = documentSchema.safeParse(await read(readDocument, discoveryUrl));
  if (!document.success) throw refused(`The answer of ${discoveryUrl} describes no OpenID Connect issuer.`);
  const { data } = document;
  const endpoints = [data.authorization_endpoint, data.token_endpoint, data.jwks_uri, data.userinfo_endpoint];
  for (const endpoint of endpoints) if (endpoint !== undefined) egress.checkUrl(endpoint);
  const methods = data.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
  return {
    issuer: data.issuer,
    discoveryUrl,
    authorizationEndpoint: data.authorization_endpoint,
    tokenEndpoint: data.token_endpoint,
    jwksUri: data.jwks_uri,
    userInfoEndpoint: data.userinfo_endpoint ?? null,
    usesPostOnly: !methods.includes('client_secret_basic') && methods.includes('client_secret_post'),
  };
}

async function read(readDocument: ReadDocument, url: string): Promise<unknown> {
  let text: string;
  try {
    const answer = await readDocument(new URL(url));
    if (answer.status !== 200) throw refused(`${url} answered ${answer.status}. Check the issuer.`);
    text = answer.text;
  } catch (error) {
    if (error instanceof PatchbayError && error.code === 'invalid_input') throw error;
    throw refused(`${url} does not answer. Check the issuer, and whether this server may reach it.`);
  }
  try {
    return JSON.parse(text);
  } catch {
    throw refused(`The answer of ${url} is not JSON. Check the issuer.`);
  }
}

function refused(message: string): PatchbayError {
  return new PatchbayError('invalid_input', message, { details: [{ path: 'oidc.issuer', message }] });
}
