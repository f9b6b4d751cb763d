import type { IncomingMessage, ServerResponse } from 'node:http';
import type { DispatcherSourceOptions } from '@patchbay/runtime';
import { defineManifest, type ManifestInput } from '@patchbay/schema';
import { type Certificate, type LocalServer, startServer } from '@patchbay/testing';
import { createConnection } from '../connections/create.ts';
import { testConnection } from '../connections/test.ts';
import { answerPing } from '../doctor/answer-ping.ts';
import { getDoctorRun } from '../doctor/get.ts';
import { runDoctor } from '../doctor/run.ts';
import { startDoctor } from '../doctor/start.ts';
import type { DoctorRun } from '../dto/index.ts';
import { createTestClock } from './create-test-clock.ts';
import { createTestServices, type TestServices } from './create-test-services.ts';
import { testManifest } from './test-manifest.ts';

type OperationInput = ManifestInput['operations'][string];
const http = { ...testManifest.http, baseUrl: '{settings.baseUrl}' };
const { listItems, createItem, deleteItem } = testManifest.operations;

/** The item store, telling everything a doctor can ask a provider. */
const doctorManifest = defineManifest({
  ...testManifest,
  id: 'told-store',
  name: 'Told Store',
  testOnly: true,
  http: { ...http, apiVersion: { in: 'header', name: 'X-Api-Version', value: '2026-01-01' } },
  operations: {
    ...testManifest.operations,
    listItems: { ...(listItems as OperationInput), scopes: ['items:read'] },
    createItem: { ...(createItem as OperationInput), scopes: ['items:write'] },
    deleteItem: { ...(deleteItem as OperationInput), scopes: ['items:write', 'items:admin'] },
  },
  rateLimits: {
    headers: { limit: 'X-Limit', remaining: 'X-Left', reset: { name: 'X-Reset', unit: 'epoch' } },
  },
  test: {
    operation: 'getAccount',
    account: { id: 'id', label: 'name' },
    scopes: { header: 'X-Scopes' },
    version: { header: 'X-Version' },
  },
});
const silentManifest = defineManifest({
  ...doctorManifest,
  id: 'silent-store',
  name: 'Silent Store',
  http,
  test: { operation: 'getAccount' },
  webhooks: undefined,
});

type DoctorStep = DoctorRun['checks'][number]['steps'][number];
export type DoctorClock = ReturnType<typeof createTestClock>;

/** A provider, our own address, and a doctor that looks at both by a clock a test moves. */
export interface DoctorDesk {
  tested: TestServices;
  clock: DoctorClock;
  provider: LocalServer;
  /** What the provider says besides the account. Left out: it says nothing of it. */
  told: { account?: { id: string; name: string }; headers: Record<string, string>; status?: number };
  /** Takes the calls to our own address. */
  own: LocalServer;
  /** A connection that was tested once, as people do it. */
  connect(options?: { providerSlug?: string; url?: string; authMethod?: string; isTested?: boolean }): Promise<string>;
  look(connectionId: string): Promise<{ steps: Record<string, DoctorStep>; names: string[] }>;
  close(): Promise<void>;
}

export async function openDoctorDesk(
  options: {
    certificate?: Certificate;
    network?: Pick<DispatcherSourceOptions, 'certificateAuthorities' | 'resolve'>;
  } = {},
): Promise<DoctorDesk> {
  const clock = createTestClock();
  const tested = await createTestServices({
    clock,
    manifests: [doctorManifest, silentManifest],
    ...(options.network && { network: options.network }),
  });
  const told: DoctorDesk['told'] = { account: { id: '7', name: 'Ada' }, headers: {} };
  const answer = (_request: IncomingMessage, response: ServerResponse) => {
    // By the clock of the test, unless the test lets it run wrong.
    response.setHeader('date', new Date(clock.now()).toUTCString());
    response.setHeader('content-type', 'application/json');
    for (const [name, value] of Object.entries(told.headers)) response.setHeader(name, value);
    response.writeHead(told.status ?? 200).end(JSON.stringify(told.account ?? {}));
  };
  const provider = await startServer(answer, options.certificate ? { certificate: options.certificate } : {});
  const own = await startServer(ownAddress(tested));
  tested.deps.settings.apiUrl = own.url;
  let made = 0;
  return {
    ...{ tested, clock, provider, told, own },
    async connect({ providerSlug = 'told-store', url = provider.url, authMethod = 'token', isTested = true } = {}) {
      const context = tested.as('owner');
      made += 1;
      const { id } = await createConnection(context, {
        ...{ providerSlug, name: `Store ${made}`, authMethod, settings: { baseUrl: url } },
        ...(authMethod === 'token' && { credentials: { token: `sto_${'a'.repeat(24)}` } }),
      });
      if (isTested) await testConnection(context, { id });
      return id;
    },
    async look(connectionId) {
      const context = tested.as('owner');
      const started = await startDoctor(context, { connectionIds: [connectionId] });
      const { organizationId } = context.actor;
      await runDoctor(tested.deps, { organizationId, runId: started.checks[0]?.runId ?? '' }, { waitMs: 500 });
      const [check] = (await getDoctorRun(context, { id: started.id })).checks;
      if (check?.status !== 'success') throw new Error(`the doctor did not end well: ${check?.summary}`);
      const { steps } = check;
      return { steps: Object.fromEntries(steps.map((step) => [step.id, step])), names: steps.map(({ id }) => id) };
    },
    async close() {
      await Promise.all([provider.stop(), own.stop()]);
      await tested.close();
    },
  };
}

/** What stands at our own address: whatever comes below /pings is an answer to a challenge. */
export function ownAddress({ deps }: Pick<TestServices, 'deps'>) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const token = /^\/pings\/(.+)$/.exec(request.url ?? '')?.[1];
    const { method = '', rawHeaders: headers } = request;
    if (token !== undefined)
      await answerPing(deps, {
        token,
        request: { method, url: `${deps.settings.apiUrl}${request.url}`, headers, rawBody: new Uint8Array() },
      }).catch(() => {});
    response.writeHead(404).end();
  };
}
