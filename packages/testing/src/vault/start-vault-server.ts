// HashiCorp Vault as its official description has it (contract.json): every request is held against the contract before it is answered,
// and every answer before it is sent. Secrets with their versions, policies, tokens that end, AppRoles and namespaces are kept in memory.
import type { IncomingMessage } from 'node:http';
import type { Certificate } from '../create-certificate.ts';
import { type Handler, type LocalServer, startServer } from '../http-server/start-server.ts';
import { answerVaultCall, type VaultAnswer, type VaultState } from './answer-vault-call.ts';
import { checkVaultAnswer, checkVaultRequest, matchVaultCall, type VaultCall } from './vault-contract.ts';
import { createVaultNamespace, type VaultNamespace } from './vault-namespace.ts';

export interface VaultServerOptions {
  certificate?: Certificate;
  /** The server's clock, in milliseconds since 1970. Default: that of this machine. */
  now?: () => number;
}

export interface VaultServer extends LocalServer {
  isSealed: boolean;
  isStandby: boolean;
  /** The root namespace. */
  root: VaultNamespace;
  addNamespace(path: string): VaultNamespace;
  /** Answers so from now on, whatever the state; requests are held against the contract all the same. */
  use(handler: Handler): void;
  /** Where requests departed from the contract, once; what was taken does not count at the end. */
  takeDepartures(): string[];
  /** Throws when a request departed from the contract and nobody asked. */
  stop(): Promise<void>;
}

/** Starts a Vault on 127.0.0.1. A client that departs from the contract makes `stop` throw. */
export async function startVaultServer({ certificate, now = Date.now }: VaultServerOptions = {}): Promise<VaultServer> {
  const root = createVaultNamespace(now);
  const state: VaultState = { isSealed: false, isStandby: false, namespaces: new Map([['', root]]), now };
  const departures: string[] = [];
  let other: Handler | null = null;

  const server = await startServer(async (request, response) => {
    const { method = '', url = '', headers } = request;
    const call = { method, url, headers, body: await readText(request) };
    departures.push(...checkVaultRequest(call));
    if (other) return other(request, response);
    const { status, body } = answer(call);
    response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
    response.end(body && JSON.stringify(body));
  }, certificate && { certificate });

  function answer(call: VaultCall): VaultAnswer {
    const match = matchVaultCall(call);
    const problems = checkVaultRequest(call);
    if (!match || problems.length > 0) return { status: 400, body: { errors: problems } };
    const given = answerVaultCall(state, match, call);
    const wrong = checkVaultAnswer(match.operation, given.status, given.body);
    if (wrong.length > 0) throw new Error(`The server of the tests departs from the contract: ${wrong.join('; ')}`);
    return given;
  }

  return Object.assign(state, {
    ...server,
    root,
    addNamespace(path: string) {
      const namespace = createVaultNamespace(now);
      state.namespaces.set(path, namespace);
      return namespace;
    },
    use(handler: Handler) {
      other = handler;
    },
    takeDepartures: () => departures.splice(0),
    async stop() {
      await server.stop();
      const left = departures.splice(0);
      if (left.length > 0) throw new Error(`Vault was called against its contract: ${left.join('; ')}`);
    },
  });
}

async function readText(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
}
