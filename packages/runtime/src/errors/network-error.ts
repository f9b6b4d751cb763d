import { isPatchbayError, type PatchbayError } from '@patchbay/schema';
import { ProviderError, type ProviderErrorOptions } from './provider-error.ts';
import { describeTlsFailure } from './tls-failure.ts';

/** A failure below HTTP, before it becomes a ProviderError. */
export interface NetworkFailure extends ProviderErrorOptions {
  class: 'transient' | 'provider_down' | 'validation' | 'bug' | 'auth_invalid';
  message: string;
}

export interface NetworkContext {
  /** Name of the provider, for the sentence. */
  name: string;
  /** host:port being called. */
  host: string;
  /** The wait that was allowed, in milliseconds. */
  timeoutMs: number;
  /** A client certificate was shown, which the server may not have liked. */
  showsCertificate?: boolean;
}

const timeouts = new Set(['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT', 'ETIMEDOUT']);

/** Turns what sockets, TLS, DNS and undici throw into a ProviderError that says whose fault it is and what to do. */
export function toNetworkError(error: unknown, context: NetworkContext): ProviderError {
  if (error instanceof ProviderError) return error;
  const cause = rootOf(error);
  // A refusal of the egress policy comes through the socket unchanged.
  if (isPatchbayError(cause)) return fromRefusal(cause);
  const { class: errorClass, message, ...options } = describe(codeOf(cause), context, cause);
  return new ProviderError(errorClass, message, { whoseFault: 'network', ...options });
}

/** The caller's time or the time for one answer ran out. */
export function timeoutError(context: NetworkContext, options: Pick<ProviderErrorOptions, 'nothingSent'> = {}) {
  return new ProviderError('transient', describeTimeout(context), {
    code: 'timeout',
    whoseFault: 'provider',
    nextStep: 'Try again later, or raise the timeout of the connection.',
    ...options,
  });
}

function describe(code: string, context: NetworkContext, cause: unknown): NetworkFailure {
  const { name, host } = context;
  if (code === 'ENOTFOUND' || code === 'EAI_NODATA' || code === 'EAI_NONAME')
    return {
      class: 'provider_down',
      message: `The name ${host} is not known to DNS.`,
      whoseFault: 'you',
      nextStep:
        'Check the server URL for a typing error; a name inside a private network must be known to this server.',
      nothingSent: true,
    };
  if (code === 'EAI_AGAIN')
    return {
      class: 'transient',
      message: `The name ${host} could not be looked up just now.`,
      nextStep: 'Check the DNS of this server; it works again by itself when DNS does.',
      nothingSent: true,
    };
  if (code === 'ECONNREFUSED')
    return {
      class: 'transient',
      message: `${host} refused the connection.`,
      whoseFault: 'provider',
      nextStep: `Check that ${name} is running there and that the port is right.`,
      nothingSent: true,
    };
  if (code === 'EHOSTUNREACH' || code === 'ENETUNREACH' || code === 'EHOSTDOWN')
    return {
      class: 'transient',
      message: `No network path leads to ${host}.`,
      nextStep: 'Check the network and the firewall between this server and the provider.',
      nothingSent: true,
    };
  if (code === 'UND_ERR_CONNECT_TIMEOUT')
    return {
      class: 'transient',
      code: 'timeout',
      message: `${host} did not accept the connection in time.`,
      nextStep: 'Check the address, and a firewall that silently drops connections.',
      nothingSent: true,
    };
  if (timeouts.has(code))
    return { class: 'transient', code: 'timeout', message: describeTimeout(context), whoseFault: 'provider' };
  return describeTlsFailure(code, host, cause) ?? describeBroken(code, context);
}

function describeBroken(code: string, { name, host, showsCertificate }: NetworkContext): NetworkFailure {
  if (code === 'UND_ERR_HEADERS_OVERFLOW')
    return {
      class: 'bug',
      message: `${name} answered with more headers than Patchbay reads.`,
      whoseFault: 'provider',
      nextStep: 'Check what stands at this address; a proxy in between may add them.',
    };
  if (code.startsWith('HPE_'))
    return {
      class: 'provider_down',
      message: `${host} did not answer in HTTP.`,
      whoseFault: 'you',
      nextStep: 'Check the port and whether the server URL should begin with https://.',
    };
  if (code === 'UND_ERR_CLOSED' || code === 'UND_ERR_DESTROYED')
    return {
      class: 'transient',
      message: 'Patchbay is shutting down, so the request was not made.',
      whoseFault: 'patchbay',
      nextStep: 'Try again in a moment.',
      nothingSent: true,
    };
  if (
    code === 'UND_ERR_INVALID_ARG' ||
    code === 'UND_ERR_NOT_SUPPORTED' ||
    code === 'UND_ERR_REQ_CONTENT_LENGTH_MISMATCH'
  )
    return {
      class: 'validation',
      message: 'The request is not valid HTTP: a header, the method or the length of the body is wrong.',
      whoseFault: 'you',
      nextStep: 'Correct the values and try again.',
      nothingSent: true,
    };
  return {
    class: 'transient',
    message: `${name} broke the connection before its answer was complete.`,
    // With TLS 1.3 servers refuse a certificate after the handshake, often without a word.
    nextStep: showsCertificate
      ? 'Servers often do so when they do not accept the client certificate: check its dates and that they trust its authority. Else look at the server and any proxy in between.'
      : 'Try again in a while; when it stays, look at the server and any proxy in between.',
  };
}

function describeTimeout({ name, timeoutMs }: NetworkContext): string {
  return `${name} did not answer within ${formatSeconds(timeoutMs)}.`;
}

function formatSeconds(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 100) / 10;
  return seconds === 1 ? '1 second' : `${seconds} seconds`;
}

function fromRefusal(refusal: PatchbayError): ProviderError {
  return new ProviderError('validation', refusal.message, {
    code: refusal.code,
    whoseFault: 'you',
    nextStep: 'Use an address that is allowed, or have whoever runs Patchbay allow this one.',
    nothingSent: true,
  });
}

/** Several addresses tried in vain come as an AggregateError; a wrapped failure hides behind `cause`. */
function rootOf(error: unknown): unknown {
  if (error instanceof AggregateError && error.errors.length > 0) return rootOf(error.errors[0]);
  if (error instanceof Error && codeOf(error) === '' && !isPatchbayError(error) && error.cause !== undefined)
    return rootOf(error.cause);
  return error;
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
