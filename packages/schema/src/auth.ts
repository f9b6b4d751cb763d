import { z } from 'zod';
import { type Field, fieldSchema, fieldsSchema } from './field.ts';
import { bodyTypeSchema, requestLineSchema } from './request.ts';
import {
  expressionSchema,
  headerNameSchema,
  nameSchema,
  templateSchema,
  templateValueSchema,
  timeUnitSchema,
  typeNameSchema,
  urlTemplateSchema,
} from './text.ts';

const common = {
  id: typeNameSchema.describe('Names the method within the manifest; stored with connections.'),
  label: z
    .string()
    .max(80)
    .optional()
    .describe('What people choose: "Personal access token". Default: that of the type.'),
  description: z.string().max(400).optional().describe('When to choose it and what it cannot do.'),
  fields: fieldsSchema.optional().describe('The credentials people give, in order. Default: those of the type.'),
  createUrl: urlTemplateSchema.optional().describe('Where at the provider the credentials are made.'),
  setup: z
    .array(z.string().min(1).max(500))
    .default([])
    .describe('Steps to make the credentials, in order; they name every required field.'),
  operations: z.array(nameSchema).optional().describe('The only operations this method may call. Default: all.'),
  headers: z
    .record(headerNameSchema, templateSchema)
    .default({})
    .describe('Headers this method adds besides the credential itself.'),
};

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

const tokenPathsSchema = z
  .strictObject({
    accessToken: expressionSchema.default('access_token').describe('The access token.'),
    refreshToken: expressionSchema.default('refresh_token').describe('The refresh token.'),
    expiresIn: expressionSchema.default('expires_in').describe('The lifetime or the moment of expiry.'),
    expiresInUnit: timeUnitSchema.default('seconds'),
    scope: expressionSchema.default('scope').describe('The granted scopes.'),
    idToken: expressionSchema.default('id_token').describe('The ID token of OpenID Connect.'),
    error: expressionSchema.default('error').describe('Also read when the status is 200.'),
    errorDescription: expressionSchema.default('error_description').describe("The provider's own sentence."),
    success: expressionSchema.optional().describe('JMESPath that is true for a real success, such as `ok`.'),
    metadata: z
      .record(nameSchema, expressionSchema)
      .default({})
      .describe('Further facts of the token answer to keep with the connection, such as a team id.'),
  })
  .describe('Where the token answer holds what; JMESPath.');

const apiKeySchema = z.strictObject({
  ...common,
  type: z.literal('api_key'),
  config: z
    .strictObject({
      in: z.enum(['header', 'query', 'cookie']).describe('Where the key travels.'),
      name: z.string().min(1).describe('Name of the header, parameter or cookie.'),
      prefix: z.string().default('').describe('Put before the key: "token ".'),
      field: nameSchema.default('apiKey').describe('The credential field that holds the key.'),
      queryReason: z.string().optional().describe('Why the key has to travel in the URL, when `in` is query.'),
    })
    .describe('One key in one place.'),
});

const oauthSchema = z.strictObject({
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
      scopeSeparator: z
        .enum([' ', ',', '+'])
        .default(' ')
        .describe('What stands between scopes in the authorize URL and the token answer.'),
      pkce: pkceSchema.default(true),
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
            rotates: z.boolean().default(false).describe('Whether each refresh ends the refresh token it used.'),
            url: urlTemplateSchema.optional().describe('Instead of the token URL.'),
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
        .describe('Query parameters of the callback to keep with the connection.'),
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
    .describe('OAuth 2.0 and OpenID Connect.'),
});

const jwtSchema = z.strictObject({
  ...common,
  type: z.literal('jwt'),
  config: z
    .strictObject({
      algorithm: z.enum(['RS256', 'ES256', 'HS256', 'EdDSA']).describe('How the token is signed.'),
      keyField: nameSchema.describe('Credential field with the private key (PEM) or shared secret.'),
      keyEncoding: z
        .enum(['pem', 'utf8', 'base64', 'hex'])
        .default('pem')
        .describe('How the key is written in its field.'),
      keyId: templateSchema.optional().describe('`kid` of the header.'),
      claims: z.record(z.string(), templateValueSchema).describe('Claims; iat and exp are added.'),
      ttlSeconds: z.int().min(1).max(86_400).default(300).describe('Lifetime of the signed token, in seconds.'),
      exchange: z
        .strictObject({
          tokenUrl: urlTemplateSchema.describe('Where codes and assertions are traded for tokens.'),
          params: z
            .record(z.string(), templateSchema)
            .describe('Parameters of the request; {assertion} is the signed token.'),
          tokenResponse: tokenPathsSchema.prefault({}),
        })
        .optional()
        .describe('Trade the assertion for an access token. Without it the token itself is sent.'),
      header: headerNameSchema.default('Authorization').describe('The header that carries the token.'),
      prefix: z.string().default('Bearer ').describe('Put before the token.'),
    })
    .describe('What this type needs to know.'),
});

const stepSchema = z.strictObject({
  request: requestLineSchema,
  baseUrl: urlTemplateSchema.optional().describe('Instead of http.baseUrl; its host must be declared.'),
  headers: z.record(headerNameSchema, templateSchema).default({}).describe('Headers to send.'),
  query: z.record(z.string(), templateValueSchema).default({}).describe('Query parameters to send.'),
  bodyType: bodyTypeSchema.default('json'),
  body: templateValueSchema.optional().describe('The body; strings may hold placeholders.'),
  extract: z
    .record(
      nameSchema,
      z.strictObject({
        header: headerNameSchema.optional().describe('Header that holds it.'),
        body: expressionSchema.optional().describe('JMESPath over the body.'),
        cookie: z.string().optional().describe('Name of a cookie.'),
      }),
    )
    .default({})
    .describe('Values to take from the answer, by name.'),
});

export const authMethodSchema = z
  .discriminatedUnion('type', [
    z.strictObject({ ...common, type: z.literal('none') }).describe('No credentials.'),
    apiKeySchema.describe('One key in a header, query parameter or cookie.'),
    z
      .strictObject({
        ...common,
        type: z.literal('basic'),
        config: z
          .strictObject({
            usernameField: nameSchema
              .default('username')
              .describe('Credential or setting field; absent in `fields` means an empty user name.'),
            passwordField: nameSchema.default('password').describe('Credential field with the password or token.'),
          })
          .prefault({})
          .describe('What this type needs to know.'),
      })
      .describe('HTTP Basic authentication.'),
    z
      .strictObject({
        ...common,
        type: z.literal('bearer'),
        config: z
          .strictObject({
            field: nameSchema.default('token').describe('Credential field with the token.'),
            scheme: z.string().default('Bearer').describe('The word before the token.'),
          })
          .prefault({})
          .describe('What this type needs to know.'),
      })
      .describe('Authorization: Bearer.'),
    oauthSchema.describe('OAuth 2.0: authorization code or client credentials.'),
    jwtSchema.describe('A signed token, sent as it is or exchanged; service accounts.'),
    z
      .strictObject({
        ...common,
        type: z.literal('github_app'),
        config: z
          .strictObject({
            apiUrl: urlTemplateSchema.describe('Base URL of the API that gives installation tokens.'),
            appIdField: nameSchema.default('appId').describe("Credential field with the app's id."),
            privateKeyField: nameSchema.default('privateKey').describe('Credential field with the private key (PEM).'),
            installationIdField: nameSchema
              .default('installationId')
              .describe("Credential field with the installation's id."),
            installUrl: urlTemplateSchema.optional().describe('Where people install the app.'),
            permissions: z
              .record(z.string(), z.enum(['read', 'write']))
              .default({})
              .describe('Permissions the app asks for.'),
          })
          .describe('What this type needs to know.'),
      })
      .describe('An app with installation tokens.'),
    z
      .strictObject({
        ...common,
        type: z.literal('aws_sigv4'),
        config: z
          .strictObject({
            service: templateSchema.describe('The service name that is signed.'),
            region: templateSchema.describe('The region that is signed.'),
            accessKeyIdField: nameSchema.default('accessKeyId').describe('Credential field with the access key id.'),
            secretAccessKeyField: nameSchema
              .default('secretAccessKey')
              .describe('Credential field with the secret access key.'),
            sessionTokenField: nameSchema
              .default('sessionToken')
              .describe('Credential field with a session token, when there is one.'),
            assumeRole: z
              .strictObject({
                roleArnField: nameSchema.default('roleArn').describe('Credential field with the role to assume.'),
                externalIdField: nameSchema
                  .default('externalId')
                  .describe('Credential field with the external id the role asks for.'),
                stsUrl: urlTemplateSchema.describe('The token service that assumes the role.'),
              })
              .optional()
              .describe('Take on a role with the keys given.'),
          })
          .describe('What this type needs to know.'),
      })
      .describe('Requests signed with AWS Signature Version 4.'),
    z
      .strictObject({
        ...common,
        type: z.literal('session'),
        config: z
          .strictObject({
            login: stepSchema.describe('The request that signs in.'),
            token: nameSchema.describe('Which extracted value is the token.'),
            header: headerNameSchema.default('Authorization').describe('The header that carries the token.'),
            prefix: z.string().default('Bearer ').describe('Put before the token.'),
            keepCookies: z.boolean().default(false).describe('Send the cookies of the sign-in with each request.'),
            expiresIn: expressionSchema.optional().describe("JMESPath to the session's lifetime, in seconds."),
            ttlSeconds: z.int().min(1).optional().describe('Lifetime when the answer tells none, in seconds.'),
            logout: stepSchema.optional().describe('The request that signs out, on disconnect.'),
          })
          .describe('What this type needs to know.'),
      })
      .describe('Sign in with a request, then send its token.'),
    z
      .strictObject({
        ...common,
        type: z.literal('registry_bearer'),
        config: z
          .strictObject({
            usernameField: nameSchema.default('username').describe('Credential field with the user name.'),
            passwordField: nameSchema.default('password').describe('Credential field with the password or token.'),
            realmHosts: z
              .array(templateSchema)
              .default([])
              .describe(
                "Hosts a challenge may send us to for a token, besides the manifest's own; same form as `hosts`.",
              ),
            anonymous: z.boolean().default(true).describe('Ask for a token without credentials when none are given.'),
          })
          .prefault({})
          .describe('What this type needs to know.'),
      })
      .describe(
        'A 401 challenge names a token service; its token opens the request. Falls back to Basic when the challenge says Basic.',
      ),
    z
      .strictObject({
        ...common,
        type: z.literal('hmac_request'),
        config: z
          .strictObject({
            algorithm: z.enum(['sha1', 'sha256', 'sha512']).describe('The hash.'),
            keyField: nameSchema.describe('Credential field with the key.'),
            keyEncoding: z
              .enum(['utf8', 'base64', 'hex'])
              .default('utf8')
              .describe('How the key is written in its field.'),
            message: z
              .array(
                z.union([
                  z.enum(['method', 'path', 'query', 'body', 'timestamp', 'host']),
                  z.strictObject({ literal: z.string().describe('Fixed text.') }),
                  z.strictObject({ header: headerNameSchema.describe('The value of this header.') }),
                ]),
              )
              .describe('The hashed message, part by part.'),
            encoding: z.enum(['hex', 'base64']).default('hex').describe('How the hash is written.'),
            header: headerNameSchema.describe('The header that carries the hash.'),
            prefix: z.string().default('').describe('Put before the value.'),
            timestampHeader: headerNameSchema.optional().describe('Header that carries the time of signing.'),
            timestampUnit: timeUnitSchema.default('epoch'),
          })
          .describe('What this type needs to know.'),
      })
      .describe('Each request carries a keyed hash of itself.'),
    z
      .strictObject({
        ...common,
        type: z.literal('mtls'),
        config: z
          .strictObject({
            certificateField: nameSchema
              .default('certificate')
              .describe('Credential field with the certificate (PEM).'),
            privateKeyField: nameSchema.default('privateKey').describe('Credential field with the private key (PEM).'),
            passphraseField: nameSchema
              .default('passphrase')
              .describe('Credential field with the passphrase of the key.'),
          })
          .prefault({})
          .describe('What this type needs to know.'),
      })
      .describe('A client certificate.'),
    z
      .strictObject({
        ...common,
        type: z.literal('custom'),
        config: z
          .strictObject({
            steps: z
              .array(stepSchema)
              .default([])
              .describe('Requests made first; later steps and `apply` may use {steps.name}.'),
            ttlSeconds: z.int().min(1).optional().describe('Lifetime when the answer tells none, in seconds.'),
            apply: z
              .strictObject({
                headers: z.record(headerNameSchema, templateSchema).default({}).describe('Headers to send.'),
                query: z.record(z.string(), templateSchema).default({}).describe('Query parameters to add.'),
              })
              .describe('What each request gets in the end.'),
          })
          .describe('What this type needs to know.'),
      })
      .describe('Anything else that fields, requests and headers can say.'),
  ])
  .describe('One way to sign in to the provider.');

export type AuthMethod = z.output<typeof authMethodSchema>;
export type AuthType = AuthMethod['type'];

const secret = (label: string, required = true): Field => fieldSchema.parse({ type: 'secret', label, required });
const text = (label: string, required = true): Field => fieldSchema.parse({ type: 'text', label, required });
const pem = (label: string): Field =>
  fieldSchema.parse({
    type: 'secret',
    label,
    required: true,
    help: 'The whole PEM text, with its first and last line.',
  });

/** The credential fields a method asks for: its own `fields`, else those of its type. Keys are field names. */
export function credentialFields(method: AuthMethod): Record<string, Field> {
  if (method.fields) return method.fields;
  switch (method.type) {
    case 'none':
    case 'custom':
    case 'session':
      return {};
    case 'api_key':
      return { [method.config.field]: secret('API key') };
    case 'basic':
      return { [method.config.usernameField]: text('User name'), [method.config.passwordField]: secret('Password') };
    case 'registry_bearer':
      return {
        [method.config.usernameField]: text('User name', !method.config.anonymous),
        [method.config.passwordField]: secret('Password or token', !method.config.anonymous),
      };
    case 'bearer':
      return { [method.config.field]: secret('Token') };
    case 'oauth2':
      return method.config.grant === 'client_credentials'
        ? { clientId: text('Client ID'), clientSecret: secret('Client secret') }
        : {};
    case 'jwt':
      return {
        [method.config.keyField]: method.config.keyEncoding === 'pem' ? pem('Private key') : secret('Signing key'),
      };
    case 'github_app':
      return {
        [method.config.appIdField]: text('App ID'),
        [method.config.privateKeyField]: pem('Private key'),
        [method.config.installationIdField]: text('Installation ID', false),
      };
    case 'aws_sigv4':
      return {
        [method.config.accessKeyIdField]: text('Access key ID'),
        [method.config.secretAccessKeyField]: secret('Secret access key'),
        [method.config.sessionTokenField]: secret('Session token', false),
        ...(method.config.assumeRole
          ? {
              [method.config.assumeRole.roleArnField]: text('Role ARN'),
              [method.config.assumeRole.externalIdField]: text('External ID', false),
            }
          : {}),
      };
    case 'hmac_request':
      return { [method.config.keyField]: secret('Signing key') };
    case 'mtls':
      return {
        [method.config.certificateField]: pem('Client certificate'),
        [method.config.privateKeyField]: pem('Private key'),
        [method.config.passphraseField]: secret('Passphrase of the key', false),
      };
  }
}

const typeLabels: Record<AuthType, string> = {
  none: 'No credentials',
  api_key: 'API key',
  basic: 'User name and password',
  bearer: 'Access token',
  oauth2: 'OAuth',
  jwt: 'Signed token (JWT)',
  github_app: 'App installation',
  aws_sigv4: 'Access keys',
  session: 'Sign-in session',
  registry_bearer: 'Registry sign-in',
  hmac_request: 'Signed requests',
  mtls: 'Client certificate',
  custom: 'Custom',
};

/** What people read for a method. */
export function authMethodLabel(method: AuthMethod): string {
  return method.label ?? typeLabels[method.type];
}
