import { type Field, fieldSchema } from '../field.ts';
import type { AuthMethod } from './auth-method.ts';

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
    case 'secret_url':
      return { [method.config.field]: secret('Secret address') };
    case 'mtls':
      return {
        [method.config.certificateField]: pem('Client certificate'),
        [method.config.privateKeyField]: pem('Private key'),
        [method.config.passphraseField]: secret('Passphrase of the key', false),
      };
  }
}

/** Names of the credentials that stand inside JSON fields of a method. */
export function credentialMembers(method: AuthMethod): string[] {
  return Object.values(credentialFields(method)).flatMap((declared) =>
    Object.keys((declared.type === 'secret' && declared.members) || {}),
  );
}

/** The secrets a method's sign-in itself yields, by credential name: nobody types them in. */
export function grantedCredentials(method: AuthMethod): string[] {
  if (method.type !== 'oauth2' || method.config.grant === 'client_credentials') return [];
  const { tokenResponse, callbackMetadata } = method.config;
  return [
    ...['accessToken', 'refreshToken', 'idToken'],
    ...Object.keys(tokenResponse.metadata),
    ...Object.keys(callbackMetadata),
  ];
}

/** Whether people sign in at the provider in a browser, instead of typing credentials in. */
export function signsInAtProvider(method: AuthMethod): method is Extract<AuthMethod, { type: 'oauth2' }> {
  return method.type === 'oauth2' && method.config.grant !== 'client_credentials';
}

type InstallMethod = Extract<AuthMethod, { type: 'github_app' }>;

/** Whether people can install the app at the provider from here, instead of typing the id of an installation in. */
export function isInstalledAtProvider(method: AuthMethod): method is InstallMethod & {
  config: { install: NonNullable<InstallMethod['config']['install']> };
} {
  return method.type === 'github_app' && method.config.install !== undefined;
}

/** Credentials that installing the app takes besides those every call does. */
export function installCredentials({ config }: InstallMethod): string[] {
  const { install } = config;
  if (install === undefined) return [];
  const named = [...install.url.matchAll(/\{credentials\.([A-Za-z0-9]+)\}/g)].map(([, name = '']) => name);
  return [...new Set([...named, install.clientIdField, install.clientSecretField])];
}
