import { Agent, type Dispatcher } from 'undici';
import { createCertificateAgents } from './certificate-agents.ts';
import type { ClientCertificate } from './client-certificate.ts';
import type { EgressPolicy } from './egress-policy.ts';
import { createGuardedConnector, type Resolver } from './guarded-connector.ts';

export interface DispatcherOptions {
  verifyTls: boolean;
  clientCertificate?: ClientCertificate | undefined;
  provider?: string;
}

/** Hands out the connections requests are sent over. */
export interface DispatcherSource {
  /** Asked for every URL before it is used; the dispatchers ask it again for every address they dial. */
  readonly egress: EgressPolicy;
  /** How names are resolved and whom certificates are trusted of, for who goes the way without a request. */
  readonly network?: Pick<DispatcherSourceOptions, 'resolve' | 'certificateAuthorities'>;
  /**
   * With a client certificate the connections are its own and shared with nobody else. `provider`: the id of the manifest the request is
   * of, for sources that tell providers apart.
   */
  get(options: DispatcherOptions): Dispatcher;
  /** Where a browser finds an address of a provider, when that is elsewhere than the address says. */
  browserUrl?(url: URL, provider: string): URL;
  /** Waits for requests under way, then closes every connection. */
  close(): Promise<void>;
}

export interface DispatcherSourceOptions {
  egress: EgressPolicy;
  /** Connections to one origin at once. Default: 128. */
  connectionsPerOrigin?: number;
  /** Longest wait for a connection, in milliseconds. Default: 10 000. */
  connectTimeoutMs?: number;
  /** Largest head of an answer, in bytes. Default: 32 KiB. */
  maxHeaderBytes?: number;
  /** How names become addresses. Default: the system's resolver. */
  resolve?: Resolver;
  /** Further certificate authorities (PEM) trusted besides the system's own. */
  certificateAuthorities?: readonly string[];
  /** After so long without a request the connections of a client certificate are closed, in milliseconds. Default: 60 000. */
  certificateIdleMs?: number;
}

/** One undici Agent for checked and one for unchecked server certificates, and one for each client certificate in use. */
export function createDispatcherSource(options: DispatcherSourceOptions): DispatcherSource {
  const agents = new Map<boolean, Agent>();
  const certificateAgents = createCertificateAgents({
    createAgent: (certificate, verifyTls) => createAgent(options, verifyTls, certificate),
    idleMs: options.certificateIdleMs ?? 60_000,
  });
  return {
    egress: options.egress,
    network: {
      ...(options.resolve && { resolve: options.resolve }),
      ...(options.certificateAuthorities && { certificateAuthorities: options.certificateAuthorities }),
    },
    get({ verifyTls, clientCertificate }) {
      if (clientCertificate) return certificateAgents.get(clientCertificate, verifyTls);
      const known = agents.get(verifyTls);
      if (known) return known;
      const agent = createAgent(options, verifyTls);
      agents.set(verifyTls, agent);
      return agent;
    },
    async close() {
      const open = [...agents.values()];
      agents.clear();
      await Promise.all([...open.map((agent) => agent.close()), certificateAgents.close()]);
    },
  };
}

/** Sends everything through one given dispatcher: for tests and for replaying recorded answers. Its owner closes it. */
export function createFixedDispatcherSource(dispatcher: Dispatcher, egress: EgressPolicy): DispatcherSource {
  return { egress, get: () => dispatcher, close: async () => {} };
}

function createAgent(
  options: DispatcherSourceOptions,
  verifyTls: boolean,
  clientCertificate?: ClientCertificate,
): Agent {
  return new Agent({
    connect: createGuardedConnector({
      egress: options.egress,
      verifyTls,
      timeoutMs: options.connectTimeoutMs ?? 10_000,
      ...(clientCertificate ? { clientCertificate } : {}),
      ...(options.resolve ? { resolve: options.resolve } : {}),
      ...(options.certificateAuthorities ? { certificateAuthorities: options.certificateAuthorities } : {}),
    }),
    connections: options.connectionsPerOrigin ?? 128,
    maxHeaderSize: options.maxHeaderBytes ?? 32 * 1024,
    pipelining: 1,
    keepAliveTimeout: 10_000,
    keepAliveMaxTimeout: 60_000,
    // Every request brings its own times; these only catch one that does not.
    headersTimeout: 600_000,
    bodyTimeout: 600_000,
  });
}
