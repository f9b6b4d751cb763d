import { createHash } from 'node:crypto';
import { type Agent, Dispatcher } from 'undici';
import type { ClientCertificate } from './client-certificate.ts';

export interface CertificateAgentsOptions {
  createAgent(certificate: ClientCertificate, verifyTls: boolean): Agent;
  /** After so long without a new request an agent is closed, in milliseconds. */
  idleMs: number;
}

export interface CertificateAgents {
  get(certificate: ClientCertificate, verifyTls: boolean): Dispatcher;
  close(): Promise<void>;
}

interface OpenAgent {
  agent: Agent;
  timer: NodeJS.Timeout;
}

/** One undici Agent for each client certificate, closed when nobody has used it for a while. */
export function createCertificateAgents({ createAgent, idleMs }: CertificateAgentsOptions): CertificateAgents {
  const open = new Map<string, OpenAgent>();

  function retire(key: string): Promise<void> {
    const found = open.get(key);
    open.delete(key);
    clearTimeout(found?.timer);
    // Requests under way are waited for; nobody is told of a connection that failed to close.
    return found ? found.agent.close().catch(() => {}) : Promise.resolve();
  }

  function use(key: string, certificate: ClientCertificate, verifyTls: boolean): Agent {
    const known = open.get(key);
    if (known) {
      known.timer.refresh();
      return known.agent;
    }
    const timer = setTimeout(() => void retire(key), idleMs);
    timer.unref();
    const agent = createAgent(certificate, verifyTls);
    open.set(key, { agent, timer });
    return agent;
  }

  return {
    get(certificate, verifyTls) {
      const key = keyOf(certificate, verifyTls);
      return new AgentInUse(() => use(key, certificate, verifyTls));
    },
    async close() {
      await Promise.all([...open.keys()].map(retire));
    },
  };
}

/** Looks the agent up anew for each request, so that one that was closed meanwhile is replaced and not run into. */
class AgentInUse extends Dispatcher {
  readonly #find: () => Agent;

  constructor(find: () => Agent) {
    super();
    this.#find = find;
  }

  override dispatch(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): boolean {
    return this.#find().dispatch(options, handler);
  }
}

function keyOf(certificate: ClientCertificate, verifyTls: boolean): string {
  const { certificatePem, privateKeyPem, passphrase } = certificate;
  const text = JSON.stringify([verifyTls, certificatePem, privateKeyPem, passphrase]);
  return createHash('sha256').update(text).digest('base64url');
}
