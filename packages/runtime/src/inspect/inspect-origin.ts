import { lookup as systemLookup } from 'node:dns';
import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls, type DetailedPeerCertificate, getCACertificates, type TLSSocket } from 'node:tls';
import { isPatchbayError } from '@patchbay/schema';
import { bareHostname, type EgressPolicy, portOf } from '../egress/egress-policy.ts';
import type { Resolver } from '../egress/guarded-connector.ts';
import { describeTlsFailure } from '../errors/tls-failure.ts';

/** What one layer of the way to a server showed. `skipped`: the layer below failed, or there is no such layer. */
export type LayerView<Facts> =
  | ({ status: 'ok'; durationMs: number } & Facts)
  | { status: 'failed'; durationMs: number; message: string; nextStep: string }
  | { status: 'skipped' };

export interface CertificateView {
  subject: string;
  issuer: string;
  names: string[];
  /** Milliseconds since 1970. */
  validFrom: number;
  validTo: number;
  /** Certificates the server sent, itself among them. */
  chainLength: number;
}

export interface OriginView {
  origin: string;
  host: string;
  port: number;
  dns: LayerView<{ addresses: string[] }>;
  /** Whether this server may call what the name stands for. */
  egress: LayerView<object>;
  tcp: LayerView<{ address: string }>;
  tls: LayerView<{
    protocol: string;
    isVerified: boolean;
    problem: string | null;
    certificate: CertificateView | null;
  }>;
}

export interface InspectOptions {
  egress: EgressPolicy;
  verifyTls: boolean;
  /** Longest wait for each layer, in milliseconds. */
  timeoutMs: number;
  resolve?: Resolver | undefined;
  certificateAuthorities?: readonly string[] | undefined;
  signal?: AbortSignal | undefined;
}

const skipped = { status: 'skipped' } as const;

/**
 * Goes the way to a server layer by layer: the name, whether it may be called, the connection, the certificate. Sends nothing above
 * TLS. Dials only addresses the egress policy allows, and the very ones it checked. Never throws but for the signal.
 */
export async function inspectOrigin(origin: string, options: InspectOptions): Promise<OriginView> {
  const url = new URL(origin);
  const host = bareHostname(url);
  const port = portOf(url);
  const view: OriginView = {
    origin: url.origin,
    host,
    port,
    dns: skipped,
    egress: skipped,
    tcp: skipped,
    tls: skipped,
  };
  options.signal?.throwIfAborted();

  view.dns = await timed(
    async () => ({ addresses: await resolveName(host, options) }),
    (error) => describeDns(error, host),
  );
  if (view.dns.status !== 'ok') return view;
  const { addresses } = view.dns;

  view.egress = await timed(
    async () => {
      options.egress.checkUrl(url);
      for (const address of addresses) options.egress.checkDestination({ hostname: host, address, port });
      return {};
    },
    (error) => ({
      message: isPatchbayError(error) ? error.message : `${host} may not be called.`,
      nextStep: 'Whoever runs Patchbay can list the address in PATCHBAY_EGRESS_ALLOW; or correct the server URL.',
    }),
  );
  if (view.egress.status !== 'ok') return view;
  options.signal?.throwIfAborted();

  const connected = await connectFirst(addresses, port, options);
  view.tcp = connected.view;
  if (!connected.socket) return view;
  if (url.protocol === 'https:') view.tls = await inspectTls(connected.socket, host, options);
  connected.socket.destroy();
  options.signal?.throwIfAborted();
  return view;
}

function resolveName(host: string, { resolve = resolveBySystem, timeoutMs }: InspectOptions): Promise<string[]> {
  if (isIP(host)) return Promise.resolve([host]);
  return withinTime(timeoutMs, (done, fail) =>
    resolve(host, (error, found) => {
      if (error) fail(error);
      else if (found.length === 0) fail(Object.assign(new Error('no address'), { code: 'ENOTFOUND' }));
      else done(found.map(({ address }) => address));
    }),
  );
}

/** Tries the addresses in their order; the first that answers counts, as it does for calls. */
async function connectFirst(
  addresses: readonly string[],
  port: number,
  options: InspectOptions,
): Promise<{ view: OriginView['tcp']; socket: Socket | null }> {
  let last: OriginView['tcp'] = skipped;
  for (const address of addresses.slice(0, 4)) {
    let socket: Socket | null = null;
    last = await timed(
      async () => {
        socket = await dial(address, port, options.timeoutMs);
        return { address };
      },
      (error) => describeTcp(error, address, port),
    );
    if (socket) return { view: last, socket };
  }
  return { view: last, socket: null };
}

function dial(address: string, port: number, timeoutMs: number): Promise<Socket> {
  const socket = connectTcp({ host: address, port });
  return withinTime<Socket>(timeoutMs, (done, fail) => {
    socket.once('connect', () => done(socket));
    socket.once('error', fail);
  }).catch((error: unknown) => {
    socket.destroy();
    throw error;
  });
}

async function inspectTls(
  socket: Socket,
  host: string,
  { timeoutMs, verifyTls, certificateAuthorities }: InspectOptions,
): Promise<OriginView['tls']> {
  // Looked at whatever is wrong with it: what is wrong is the answer.
  const secured = connectTls({
    socket,
    rejectUnauthorized: false,
    ...(isIP(host) ? { host } : { servername: host, host }),
    ...(certificateAuthorities ? { ca: [...getCACertificates('default'), ...certificateAuthorities] } : {}),
  });
  return timed(
    async () => {
      await withinTime<void>(timeoutMs, (done, fail) => {
        secured.once('secureConnect', () => done());
        secured.once('error', fail);
      });
      const { authorizationError } = secured;
      const code = authorizationError
        ? String((authorizationError as { code?: string }).code ?? authorizationError)
        : null;
      const failure = code === null ? null : describeTlsFailure(code, host, authorizationError);
      const problem = code === null ? null : (failure?.message ?? `The certificate of ${host} is not valid (${code}).`);
      const certificate = readCertificate(secured);
      if (problem !== null && verifyTls)
        throw new CertificateProblem(problem, failure?.nextStep ?? 'Install a valid certificate on the server.');
      return { protocol: secured.getProtocol() ?? 'TLS', isVerified: code === null, problem, certificate };
    },
    (error) => {
      if (error instanceof CertificateProblem) return { message: error.message, nextStep: error.nextStep };
      const code = String((error as { code?: string }).code ?? '');
      const failure = describeTlsFailure(code, host, error);
      return failure?.nextStep
        ? { message: failure.message, nextStep: failure.nextStep }
        : {
            message: `${host} accepted the connection but no TLS came about.`,
            nextStep: 'Check the port, and whether the server URL should begin with http://.',
          };
    },
  ).finally(() => secured.destroy());
}

class CertificateProblem extends Error {
  readonly nextStep: string;
  constructor(message: string, nextStep: string) {
    super(message);
    this.nextStep = nextStep;
  }
}

function readCertificate(socket: TLSSocket): CertificateView | null {
  const leaf = socket.getPeerCertificate(true);
  if (!leaf?.valid_to) return null;
  return {
    subject: nameOf(leaf.subject),
    issuer: nameOf(leaf.issuer),
    names: (leaf.subjectaltname ?? '')
      .split(', ')
      .flatMap((name) => (name === '' ? [] : [name.replace(/^(DNS|IP Address):/, '')])),
    validFrom: Date.parse(leaf.valid_from),
    validTo: Date.parse(leaf.valid_to),
    chainLength: chainLength(leaf),
  };
}

function chainLength(leaf: DetailedPeerCertificate): number {
  const seen = new Set<string>();
  for (
    let one: DetailedPeerCertificate | undefined = leaf;
    one && !seen.has(one.fingerprint256);
    one = one.issuerCertificate
  )
    seen.add(one.fingerprint256);
  return seen.size;
}

function nameOf(name: DetailedPeerCertificate['subject'] | undefined): string {
  const value = name?.CN ?? name?.O ?? '';
  return [value].flat().join(', ').slice(0, 200);
}

function describeDns(error: unknown, host: string) {
  const code = (error as { code?: string }).code;
  if (code === 'EAI_AGAIN')
    return {
      message: `The name ${host} could not be looked up just now.`,
      nextStep: 'Check the DNS of this server; it works again by itself when DNS does.',
    };
  if (code === 'ETIMEDOUT')
    return { message: `DNS did not answer in time for ${host}.`, nextStep: 'Check the DNS of this server.' };
  return {
    message: `The name ${host} is not known to DNS.`,
    nextStep: 'Check the server URL for a typing error; a name inside a private network must be known to this server.',
  };
}

function describeTcp(error: unknown, address: string, port: number) {
  const code = (error as { code?: string }).code;
  if (code === 'ECONNREFUSED')
    return {
      message: `Nothing listens at ${address}, port ${port}.`,
      nextStep: 'Check that the server is running and that the port is right.',
    };
  if (code === 'ETIMEDOUT')
    return {
      message: `${address} did not answer on port ${port}.`,
      nextStep: 'A firewall may drop the connection silently: allow this server to reach it.',
    };
  return {
    message: `No connection to ${address}, port ${port}${code ? ` (${code})` : ''}.`,
    nextStep: 'Check the network between this server and the provider.',
  };
}

async function timed<Facts extends object>(
  work: () => Promise<Facts>,
  describe: (error: unknown) => { message: string; nextStep: string },
): Promise<LayerView<Facts>> {
  const startedAt = performance.now();
  const durationMs = () => Math.round(performance.now() - startedAt);
  try {
    const facts = await work();
    return { status: 'ok', durationMs: durationMs(), ...facts };
  } catch (error) {
    return { status: 'failed', durationMs: durationMs(), ...describe(error) };
  }
}

function withinTime<Value>(
  timeoutMs: number,
  start: (done: (value: Value) => void, fail: (error: unknown) => void) => void,
): Promise<Value> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(Object.assign(new Error('too late'), { code: 'ETIMEDOUT' })), timeoutMs);
    const end = (): void => clearTimeout(timer);
    start(
      (value) => {
        end();
        resolve(value);
      },
      (error) => {
        end();
        reject(error);
      },
    );
  });
}

const resolveBySystem: Resolver = (hostname, callback) =>
  systemLookup(hostname, { all: true, verbatim: true }, (error, addresses) => callback(error, addresses));
