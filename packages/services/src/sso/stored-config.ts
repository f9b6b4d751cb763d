import { z } from 'zod';

/** What is stored of OpenID Connect, in the form the sign-in library reads; the client secret is sealed apart. */
export const oidcConfigSchema = z.object({
  issuer: z.string(),
  pkce: z.literal(true),
  clientId: z.string(),
  discoveryEndpoint: z.string(),
  authorizationEndpoint: z.string(),
  tokenEndpoint: z.string(),
  jwksEndpoint: z.string(),
  userInfoEndpoint: z.string().optional(),
  scopes: z.array(z.string()),
  tokenEndpointAuthentication: z.enum(['client_secret_basic', 'client_secret_post']),
  mapping: z.object({ extraFields: z.record(z.string(), z.string()) }),
});
export type OidcConfig = z.output<typeof oidcConfigSchema>;

/** What is stored of SAML 2.0, in the form the sign-in library reads. Nothing in it is secret. */
export const samlConfigSchema = z.object({
  /** Our own entity id, which is the audience too. */
  issuer: z.string(),
  entryPoint: z.string(),
  cert: z.array(z.string()),
  wantAssertionsSigned: z.literal(true),
  callbackUrl: z.string(),
  idpMetadata: z.object({ entityID: z.string(), cert: z.array(z.string()) }),
  mapping: z.object({ email: z.string().optional(), extraFields: z.record(z.string(), z.string()) }),
});
export type SamlConfig = z.output<typeof samlConfigSchema>;
