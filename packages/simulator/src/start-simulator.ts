import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isPatchbayError } from '@patchbay/schema';
import { simulatorAnswer } from './answers/refuse.ts';
import { answerControl } from './control/answer-control.ts';
import { refuseForeign } from './control/refuse-foreign.ts';
import { createSimulatedProvider, type ProviderAtWork } from './create-simulated-provider.ts';
import { describeProvider } from './describe-provider.ts';
import { type Fault, parseFault } from './faults/fault.ts';
import { createFaultList, type FaultList } from './faults/fault-list.ts';
import { routeRequest } from './http/route-request.ts';
import { sendAnswer } from './http/send-answer.ts';
import type { SimulatedAnswer } from './http/simulated-answer.ts';
import type { SimulatedProvider } from './provider.ts';
import { createSimulatorClock, type SimulatorClock } from './simulator-clock.ts';
import { createWebhookDelivery } from './webhooks/deliver-webhook.ts';

export interface SimulatorOptions {
  providers: readonly SimulatedProvider[];
  /** Default: any free port. */
  port?: number;
  /** Items of each generated list. Default: 25. */
  items?: number;
  /** Items in a page that nobody named the size of. Default: 10. */
  pageSize?: number;
  /** Another seed gives other ids and tokens. Default: 1. */
  seed?: number;
  /** Default: a clock that goes on with the machine's. */
  clock?: SimulatorClock;
}

export interface Simulator {
  /** http://127.0.0.1:PORT */
  url: string;
  port: number;
  clock: SimulatorClock;
  faults: FaultList;
  providers: readonly ProviderAtWork[];
  close(): Promise<void>;
}

const largestBody = 16 * 1024 * 1024;
const faultHeader = 'x-simulate-fault';

/** Serves providers on a port of this machine. */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const { items = 25, pageSize = 10, seed = 1, clock = createSimulatorClock() } = options;
  const faults = createFaultList(clock);
  const providers = options.providers.map((provider) =>
    createSimulatedProvider(provider, { items, pageSize, seed, clock, faults }),
  );
  const byId = new Map(providers.map((provider) => [provider.manifest.id, provider]));
  const manifests = providers.map(({ manifest }) => manifest);
  let url = '';
  const control = {
    clock,
    faults,
    manifests,
    describe: () => ({ providers: providers.map((provider) => describeProvider(provider, url)) }),
    deliver: createWebhookDelivery(options.providers, clock),
  };

  async function answer(
    message: IncomingMessage,
    body: string,
  ): Promise<{ answer: SimulatedAnswer; fault: Fault | null }> {
    const path = (message.url ?? '/').split('?')[0] ?? '/';
    if (path.startsWith('/_simulator/')) {
      const refused = refuseForeign(message.headers);
      const given = () => answerControl(message.method ?? 'GET', path.slice('/_simulator'.length), body, control);
      return { answer: refused ?? (await given()), fault: null };
    }
    const header = message.headers[faultHeader];
    const asked = typeof header === 'string' ? parseFault(header) : null;
    const routed = routeRequest(message, body, manifests);
    for (const { provider, request } of routed) {
      const given = byId.get(provider)?.answer(request, asked);
      if (given?.answer) return { answer: given.answer, fault: given.fault };
    }
    const [first] = routed;
    const line = `${message.method} ${first?.request.path ?? path}`;
    return {
      answer: first
        ? simulatorAnswer(
            501,
            `${first.provider} has no operation and no fixture for ${line}.`,
            'Add the operation to the manifest, or a fixture that shows this request.',
          )
        : simulatorAnswer(
            404,
            `No provider is simulated at ${path}.`,
            `Begin the path with one of: ${manifests.map(({ id }) => id).join(', ')}.`,
          ),
      fault: null,
    };
  }

  const server = createServer((message, response) => {
    void (async () => {
      const body = await readBody(message);
      if (body === null) {
        await sendAnswer(response, tooLarge, message.method ?? 'GET', null);
        return;
      }
      const given = await answer(message, body).catch((error: unknown) => ({
        answer: isPatchbayError(error)
          ? simulatorAnswer(400, error.message, 'Correct the request.')
          : simulatorAnswer(
              501,
              `The simulator cannot answer this request: ${error instanceof Error ? error.message : String(error)}`,
              'Correct the request if it is an odd one; else extend the simulator or the fixtures.',
            ),
        fault: null,
      }));
      await sendAnswer(response, given.answer, message.method ?? 'GET', given.fault);
    })().catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', () => resolve());
  });
  const { port } = server.address() as AddressInfo;
  url = `http://127.0.0.1:${port}`;
  return {
    url,
    port,
    clock,
    faults,
    providers,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const tooLarge = simulatorAnswer(
  413,
  `The body is larger than ${largestBody / 1024 / 1024} MiB.`,
  'Send less in one request.',
);

/** Null when it is too large. It is read to its end all the same, since who still sends does not listen for an answer. */
async function readBody(message: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of message) {
    length += (chunk as Buffer).length;
    if (length > largestBody) chunks.length = 0;
    else chunks.push(chunk as Buffer);
  }
  return length > largestBody ? null : Buffer.concat(chunks).toString('utf8');
}
