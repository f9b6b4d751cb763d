import type { AuthMethod } from '@patchbay/schema';
import type { SimulatedRequest } from '../http/simulated-request.ts';
import { readSignedToken } from '../samples/signed-tokens.ts';

/** What the credentials of a request are to one method. */
export type CredentialState = 'good' | 'missing' | 'wrong' | 'expired';

export interface CredentialQuestion {
  method: AuthMethod;
  /** What this method accepts. */
  credentials: Readonly<Record<string, string>>;
  request: SimulatedRequest;
  /** Of a token that the simulated sign-in gave out. */
  tokenState(token: string): CredentialState;
  /** Whether a recorded sign-in has given this text out. */
  isGiven(token: string): boolean;
}

/** Looks for what the method puts on a request, and whether it is right. Of signatures only that there is one. */
export function checkCredentials({
  method,
  credentials,
  request,
  tokenState,
  isGiven,
}: CredentialQuestion): CredentialState {
  const { headers } = request;
  switch (method.type) {
    case 'none':
    case 'mtls':
      return 'good';
    case 'api_key': {
      const { config } = method;
      const given =
        config.in === 'header'
          ? headers[config.name.toLowerCase()]
          : config.in === 'query'
            ? request.query.get(config.name)
            : readCookie(headers.cookie, config.name);
      return compare(given, `${config.prefix}${credentials[config.field] ?? ''}`);
    }
    case 'bearer': {
      const { field, scheme } = method.config;
      return compare(headers.authorization, scheme === '' ? credentials[field] : `${scheme} ${credentials[field]}`);
    }
    case 'basic': {
      const { usernameField, passwordField } = method.config;
      return compareBasic(headers.authorization, credentials[usernameField], credentials[passwordField]);
    }
    case 'registry_bearer': {
      const { usernameField, passwordField } = method.config;
      if (/^bearer /i.test(headers.authorization ?? '')) return token(headers.authorization, 'Bearer ', isGiven);
      return compareBasic(headers.authorization, credentials[usernameField], credentials[passwordField]);
    }
    case 'oauth2': {
      const { header, prefix } = method.config.accessTokenIn;
      const given = headers[header.toLowerCase()];
      if (given === undefined) return 'missing';
      return given.startsWith(prefix) ? tokenState(given.slice(prefix.length)) : 'wrong';
    }
    case 'secret_url': {
      const address = credentials[method.config.field];
      if (address === undefined || !URL.canParse(address)) return 'missing';
      return new URL(address).pathname === request.path ? 'good' : 'missing';
    }
    case 'session':
      return token(headers[method.config.header.toLowerCase()], method.config.prefix, isGiven);
    case 'jwt': {
      const { header, prefix, exchange } = method.config;
      // A shared secret is no key of this process, so of its signature there is only the form to look at.
      const isSigned = (text: string) =>
        method.config.algorithm === 'HS256' ? text.split('.').length === 3 : readSignedToken(text) !== null;
      return token(headers[header.toLowerCase()], prefix, exchange ? isGiven : isSigned);
    }
    case 'github_app':
      return token(headers.authorization, 'Bearer ', isGiven);
    case 'aws_sigv4':
      return startsWith(headers.authorization, 'AWS4-HMAC-SHA256 Credential=');
    case 'hmac_request':
      return startsWith(headers[method.config.header.toLowerCase()], method.config.prefix);
    case 'custom': {
      const { apply } = method.config;
      const isThere =
        Object.keys(apply.headers).every((name) => headers[name.toLowerCase()] !== undefined) &&
        Object.keys(apply.query).every((name) => request.query.has(name));
      return isThere ? 'good' : 'missing';
    }
  }
}

function compare(given: string | null | undefined, expected: string | undefined): CredentialState {
  if (given === undefined || given === null || given === '') return 'missing';
  return given === expected ? 'good' : 'wrong';
}

/** A user name that nobody asks for may be anything. */
function compareBasic(
  header: string | undefined,
  username: string | undefined,
  password: string | undefined,
): CredentialState {
  const [, encoded] = /^basic (.+)$/i.exec(header ?? '') ?? [];
  if (encoded === undefined) return header === undefined ? 'missing' : 'wrong';
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  const isUser = username === undefined || text.slice(0, colon) === username;
  return isUser && text.slice(colon + 1) === (password ?? '') ? 'good' : 'wrong';
}

function token(given: string | undefined, prefix: string, isGood: (text: string) => boolean): CredentialState {
  if (given === undefined) return 'missing';
  return given.startsWith(prefix) && isGood(given.slice(prefix.length)) ? 'good' : 'wrong';
}

function startsWith(given: string | undefined, prefix: string): CredentialState {
  if (given === undefined) return 'missing';
  return given.startsWith(prefix) && given.length > prefix.length ? 'good' : 'wrong';
}

function readCookie(header: string | undefined, name: string): string | undefined {
  const pair = (header ?? '').split(/;\s*/).find((one) => one.startsWith(`${name}=`));
  return pair === undefined ? undefined : decodeURIComponent(pair.slice(name.length + 1));
}
