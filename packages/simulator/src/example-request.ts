import type { AuthMethod } from '@patchbay/schema';
import { successesOf } from './answers/choose-interaction.ts';
import type { IndexedInteraction } from './fixtures/interaction-index.ts';
import type { OAuthMethod } from './oauth/grants.ts';

/** A request to try by hand. */
export interface ExampleRequest {
  method: string;
  url: string;
  headers: Record<string, string>;
  body: string | null;
}

export interface ExampleQuestion {
  /** Where the provider is served. */
  baseUrl: string;
  /** Name of the operation that tests the method. */
  operation: string;
  method: AuthMethod;
  credentials: Readonly<Record<string, string>>;
  interactions: readonly IndexedInteraction[];
  issue(method: OAuthMethod): { accessToken: string };
}

/** The test of a method as one request. Null where no fixture shows it, or the request has to be signed. */
export function exampleRequest(question: ExampleQuestion): ExampleRequest | null {
  const { baseUrl, operation, method, interactions } = question;
  const found = interactions
    .flatMap(({ operations }) => operations.filter(({ name }) => name === operation))
    .slice(0, 1);
  const none = { path: '', query: new URLSearchParams(), headers: {}, body: '' };
  const [recorded] = successesOf(interactions, found, none, method.id);
  const given = credentialOf(question);
  if (!recorded || !given) return null;
  const { host, path, body } = recorded.request;
  const query = new URLSearchParams([...recorded.request.query, ...Object.entries(given.query)]).toString();
  const place = given.path ?? path;
  const type = recorded.request.headers['content-type'] ?? 'application/json';
  return {
    method: recorded.request.method,
    url: `${baseUrl}${host === null ? '' : `/@${host}`}${place}${query === '' ? '' : `?${query}`}`,
    headers: { ...given.headers, ...(body !== '' && { 'content-type': type }) },
    body: body === '' ? null : body,
  };
}

interface Credential {
  headers: Record<string, string>;
  query: Record<string, string>;
  /** Where the address is the credential. */
  path?: string;
}

function credentialOf({ method, credentials, issue }: ExampleQuestion): Credential | null {
  const header = (name: string, value: string) => ({ headers: { [name.toLowerCase()]: value }, query: {} });
  switch (method.type) {
    case 'none':
      return { headers: {}, query: {} };
    case 'api_key': {
      const { config } = method;
      const value = `${config.prefix}${credentials[config.field]}`;
      if (config.in === 'query') return { headers: {}, query: { [config.name]: value } };
      return config.in === 'header'
        ? header(config.name, value)
        : header('cookie', `${config.name}=${encodeURIComponent(value)}`);
    }
    case 'bearer': {
      const { scheme, field } = method.config;
      return header('authorization', scheme === '' ? (credentials[field] ?? '') : `${scheme} ${credentials[field]}`);
    }
    case 'basic':
    case 'registry_bearer': {
      const { usernameField, passwordField } = method.config;
      const pair = `${credentials[usernameField] ?? ''}:${credentials[passwordField] ?? ''}`;
      return header('authorization', `Basic ${Buffer.from(pair).toString('base64')}`);
    }
    case 'oauth2': {
      const { accessTokenIn } = method.config;
      return header(accessTokenIn.header, `${accessTokenIn.prefix}${issue(method).accessToken}`);
    }
    case 'secret_url': {
      const address = credentials[method.config.field] ?? '';
      return URL.canParse(address) ? { headers: {}, query: {}, path: new URL(address).pathname } : null;
    }
    default:
      return null;
  }
}
