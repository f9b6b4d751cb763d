import type { EgressPolicy } from '../egress/egress-policy.ts';
import { ProviderError } from '../errors/provider-error.ts';
import type { HostCheck } from './hosts.ts';
import { type OutgoingRequest, urlOf } from './outgoing-request.ts';

export interface RedirectContext {
  providerName: string;
  egress: EgressPolicy;
  isAllowedHost: HostCheck;
}

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);
/** All that another origin is told. Everything else may hold a credential. */
const harmlessHeaders = new Set(['accept', 'accept-language', 'accept-encoding', 'user-agent']);

/** Whether an answer sends us elsewhere. */
export function isRedirect(status: number, location: string | undefined): location is string {
  return location !== undefined && [301, 302, 303, 307, 308].includes(status);
}

/**
 * The request a redirect asks for. Its target is held against the declared hosts and the egress policy like any other; another
 * origin gets neither credentials nor cookies nor a body. A write is never turned into a read that would look like a success.
 */
export function followRedirect(
  request: OutgoingRequest,
  status: number,
  location: string,
  context: RedirectContext,
): OutgoingRequest {
  const from = urlOf(request);
  const to = parseTarget(location, from, context);
  checkTarget(from, to, context);
  const isSameOrigin = to.origin === from.origin;
  const isSafe = safeMethods.has(request.method);
  if (status !== 303 && !isSafe && (status < 307 || !isSameOrigin)) throw movedWrite(to, context);
  const next: OutgoingRequest = {
    method: status === 303 && request.method !== 'HEAD' ? 'GET' : request.method,
    origin: to.origin,
    path: to.pathname,
    query: to.search.replace(/^\?/, ''),
    headers: isSameOrigin ? { ...request.headers } : keepHarmless(request.headers),
    body: null,
    clientCertificate: isSameOrigin ? request.clientCertificate : undefined,
  };
  if (status >= 307 && isSameOrigin) next.body = request.body;
  else {
    delete next.headers['content-type'];
    delete next.headers['content-length'];
  }
  return next;
}

function parseTarget(location: string, from: URL, { providerName }: RedirectContext): URL {
  try {
    return new URL(location, from);
  } catch {
    throw new ProviderError('bug', `${providerName} redirected to something that is not an address.`, {
      whoseFault: 'provider',
    });
  }
}

function checkTarget(from: URL, to: URL, context: RedirectContext): void {
  if (context.isAllowedHost(to)) {
    context.egress.checkUrl(to);
    return;
  }
  const isUpgrade = from.protocol === 'http:' && to.protocol === 'https:' && from.hostname === to.hostname;
  throw new ProviderError(
    'validation',
    isUpgrade
      ? `${from.host} sends everybody on to https.`
      : `${context.providerName} redirected to ${to.host}, which is not one of its declared hosts, so Patchbay did not follow.`,
    {
      nextStep: isUpgrade
        ? `Change the server URL to ${to.origin}.`
        : 'Check the server URL. When the redirect is right, the host has to be added to the manifest.',
    },
  );
}

function movedWrite(to: URL, { providerName }: RedirectContext): ProviderError {
  return new ProviderError(
    'validation',
    `${providerName} redirected a write to ${to.host}, so it was not carried out.`,
    { nextStep: 'Change the server URL to the address it redirects to.' },
  );
}

function keepHarmless(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => harmlessHeaders.has(name)));
}
