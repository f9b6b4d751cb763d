import { type AuthMethod, installCredentials } from '@patchbay/schema';

/** Credential fields a type of sign-in cannot do without. Basic without a user name sends an empty one. */
export function readFields(method: AuthMethod): string[] {
  switch (method.type) {
    case 'api_key':
    case 'bearer':
    case 'secret_url':
      return [method.config.field];
    case 'basic':
      return [method.config.passwordField];
    case 'registry_bearer':
      return [method.config.usernameField, method.config.passwordField];
    case 'jwt':
    case 'hmac_request':
      return [method.config.keyField];
    case 'mtls':
      return [method.config.certificateField, method.config.privateKeyField];
    case 'aws_sigv4':
      return [method.config.accessKeyIdField, method.config.secretAccessKeyField];
    case 'github_app':
      return [method.config.appIdField, method.config.privateKeyField, ...installCredentials(method)];
    default:
      return [];
  }
}
