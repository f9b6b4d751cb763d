import { z } from 'zod';
import { fieldsSchema } from '../field.ts';
import { headerNameSchema, nameSchema, templateSchema, urlTemplateSchema } from '../text.ts';
import { common } from './common.ts';
import { tokenPathsSchema } from './token-response.ts';

const pkceSchema = z
  .union([
    z.boolean(),
    z.strictObject({
      disabled: z.literal(true),
      reason: z.string().describe('Why the provider cannot do it.'),
      source: z.url().describe('Where the provider says so.'),
    }),
  ])
  .describe('Proof Key for Code Exchange with S256. Off only with a reason and its source.');

const revokeRequestSchema = z
  .strictObject({
    method: z.enum(['POST', 'DELETE']).default('POST').describe('The HTTP method.'),
    url: urlTemplateSchema.describe(
      'Where it goes. `{app.clientId}` is put into the path percent-encoded, like every other value of the OAuth app.',
    ),
    clientAuthMethod: z
      .enum(['header', 'body', 'none'])
      .default('header')
      .describe('How the client proves itself: Basic in the header, client_id and client_secret in the body, or not.'),
    format: z.enum(['json', 'form']).default('json').describe('How the body is written.'),
    params: z
      .record(z.string(), templateSchema)
      .default({})
      .describe(
        'Members of the body: `{credentials.accessToken}`, `{credentials.refreshToken}`. What there is no value for is left out.',
      ),
  })
  .describe('A request that ends the tokens, for providers whose way is not RFC 7009.');

export const oauth2Method = z
  .strictObject({
    ...common,
    type: z.literal('oauth2'),
    config: z
      .strictObject({
        grant: z
          .enum(['authorization_code', 'client_credentials', 'hybrid', 'implicit'])
          .default('authorization_code')
          .describe('implicit works only where the operator has switched it on.'),
        authorizeUrl: urlTemplateSchema
          .optional()
          .describe('Where people approve the access. Needed but for client credentials.'),
        tokenUrl: urlTemplateSchema.describe('Where codes and assertions are traded for tokens.'),
        revokeUrl: urlTemplateSchema.optional().describe('Where a token is ended on disconnect (RFC 7009).'),
        revokeOperation: nameSchema
          .optional()
          .describe('Instead of a revoke URL: the operation that ends the token it is called with.'),
        revokeRequest: revokeRequestSchema
          .optional()
          .describe('Instead of a revoke URL: a request of its own that the client ends the tokens with.'),
        issuer: urlTemplateSchema.optional().describe('OpenID Connect issuer; ID tokens are checked against it.'),
        scopes: z.array(z.string()).default([]).describe('Asked for by default.'),
        optionalScopes: z
          .array(
            z.strictObject({
              scope: z.string().describe("The scope, in the provider's words."),
              description: z.string().describe('What granting it allows.'),
            }),
          )
          .default([])
          .describe('Offered to the self-hoster who makes the app.'),
        otherScopes: z
          .strictObject({
            reason: z.string().min(1).describe('What decides instead what an operation may do.'),
            source: z.url().describe('Where the provider says so.'),
          })
          .optional()
          .describe('Says that the scopes of the sign-in are not those that operations name.'),
        scopeSeparator: z
          .enum([' ', ',', '+'])
          .default(' ')
          .describe('What stands between scopes in the authorize URL and the token answer.'),
        pkce: pkceSchema.default(true),
        otherFlow: z
          .strictObject({
            reason: z.string().min(1).describe('Which flow this is, and why it has addresses of its own.'),
            source: z.url().describe('Where the provider says so.'),
          })
          .optional()
          .describe("Says that an independent client's addresses for the provider belong to another of its flows."),
        clientAuthMethod: z
          .enum(['body', 'header', 'none', 'private_key_jwt'])
          .default('header')
          .describe('How the client proves itself at the token URL.'),
        authorizeParams: z
          .record(z.string(), templateSchema)
          .default({})
          .describe('Further parameters of the authorize URL.'),
        tokenParams: z
          .record(z.string(), templateSchema)
          .default({})
          .describe('Further parameters of the token request.'),
        tokenRequestFormat: z.enum(['form', 'json']).default('form').describe('How the token request is written.'),
        tokenResponseFormat: z.enum(['json', 'form']).default('json').describe('How the token answer is written.'),
        tokenResponse: tokenPathsSchema.prefault({}),
        tokenTtlSeconds: z.int().min(1).optional().describe('Lifetime when the answer tells none, in seconds.'),
        refresh: z
          .union([
            z.literal('none'),
            z.strictObject({
              rotates: z
                .boolean()
                .default(false)
                .describe(
                  'Whether each refresh ends the refresh token it used. Where it does not, a refresh whose answer was lost is tried again at once.',
                ),
              url: urlTemplateSchema.optional().describe('Instead of the token URL.'),
              endedErrors: z
                .array(z.string().min(1))
                .default([])
                .describe('Error codes, besides invalid_grant, that mean that a person has to sign in again.'),
              params: z
                .record(z.string(), templateSchema)
                .default({})
                .describe('Further parameters of the refresh request.'),
            }),
          ])
          .default('none')
          .describe(
            'Whether and how tokens are refreshed; rotates: each refresh gives a new refresh token and ends the old one.',
          ),
        accessTokenIn: z
          .strictObject({
            header: headerNameSchema.default('Authorization').describe('The header that carries the token.'),
            prefix: z.string().default('Bearer ').describe('Put before the token.'),
          })
          .prefault({})
          .describe('How the access token is sent.'),
        callbackMetadata: z
          .record(nameSchema, z.string())
          .default({})
          .describe(
            'Query parameters of the callback to keep with the connection, by the credential name they get: `{credentials.realm}`.',
          ),
        appFields: fieldsSchema.default({}).describe("Further settings of the self-hoster's OAuth app."),
        clientIdEnvVar: z
          .string()
          .regex(/^[A-Z][A-Z0-9_]*$/)
          .optional()
          .describe('Environment variable with the client id.'),
        clientSecretEnvVar: z
          .string()
          .regex(/^[A-Z][A-Z0-9_]*$/)
          .optional()
          .describe('Environment variable with the client secret.'),
        setupInstructions: z.string().optional().describe('How to make the OAuth app at the provider.'),
        createAppUrl: urlTemplateSchema.optional().describe('Where at the provider OAuth apps are made.'),
      })
      .refine(
        (config) => [config.revokeUrl, config.revokeOperation, config.revokeRequest].filter(Boolean).length < 2,
        'name one way to end tokens: revokeUrl, revokeOperation or revokeRequest',
      )
      .describe('OAuth 2.0 and OpenID Connect.'),
  })
  .describe('OAuth 2.0: authorization code or client credentials.');
