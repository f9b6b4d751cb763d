// Traces and metrics of a real run: one trace from the caller's request to the provider, and no secret in either.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import {
  createEncryptionKeys,
  type DockerRegistry,
  findFreePort,
  type Patchbay,
  startDockerRegistry,
  startPatchbay,
} from '@patchbay/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ApiClient, waitForRun } from '../support/api-client.ts';
import { connectRegistry } from '../support/connect-registry.ts';
import { databases, type TestDatabase } from '../support/databases.ts';
import { requireDockerRegistry } from '../support/require-peers.ts';
import { setUp } from '../support/set-up-patchbay.ts';

interface Span {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  attributes: { key: string; value: { stringValue?: string; intValue?: number } }[];
}

/** An OTLP collector that keeps what it is sent. */
async function startCollector() {
  const bodies: string[] = [];
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      if (request.url === '/v1/traces') bodies.push(Buffer.concat(chunks).toString('utf8'));
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    bodies,
    spans: (): Span[] =>
      bodies.flatMap((body) =>
        JSON.parse(body).resourceSpans.flatMap(({ scopeSpans }: { scopeSpans: { spans: Span[] }[] }) =>
          scopeSpans.flatMap(({ spans }) => spans),
        ),
      ),
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

describe.skipIf(!requireDockerRegistry()).each(databases)('on the %s database', (_name, createDatabase) => {
  const traceId = '0af7651916cd43dd8448eb211c80319c';
  let database: TestDatabase;
  let registry: DockerRegistry;
  let collector: Awaited<ReturnType<typeof startCollector>>;
  let server: Patchbay;
  let worker: Patchbay | undefined;
  let api: ApiClient;
  let watchedUrl: string;
  beforeAll(async () => {
    database = await createDatabase();
    registry = await startDockerRegistry();
    await registry.seedRepositories(3);
    collector = await startCollector();
    const env = { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, OTEL_BSP_SCHEDULE_DELAY: '100' };
    const { databaseUrl } = database;
    if (databaseUrl) {
      const shared = { ...env, PATCHBAY_ENCRYPTION_KEYS: createEncryptionKeys() };
      const port = await findFreePort();
      server = await startPatchbay({ databaseUrl, role: 'api', env: shared });
      worker = await startPatchbay({
        databaseUrl,
        role: 'worker',
        env: { ...shared, PATCHBAY_METRICS_PORT: String(port) },
      });
      watchedUrl = `http://127.0.0.1:${port}`;
    } else {
      server = await startPatchbay({ env });
      watchedUrl = server.apiUrl;
    }
    ({ api } = await setUp(server));
    const connection = await connectRegistry(api, registry);
    const { body } = await api.call<{ runId: string }>(
      'POST',
      `/integrations/connections/${connection.id}/sync`,
      { sync: 'repositories' },
      { traceparent: `00-${traceId}-b7ad6b7169203331-01` },
    );
    if (!body.runId) throw new Error(JSON.stringify(body));
    await waitForRun(api, body.runId);
  });
  afterAll(async () => {
    await worker?.close();
    await server?.close();
    await Promise.all([registry?.close(), collector?.close()]);
    await database?.drop();
  });

  test('the caller’s trace goes through request, job and sync to the provider', async () => {
    const deadline = Date.now() + 20_000;
    const mine = () => collector.spans().filter((span) => span.traceId === traceId);
    while (!mine().some(({ name }) => name === 'job sync.run') && Date.now() < deadline) await delay(50);
    const spans = mine();
    const request = spans.find(({ name }) => name === 'POST /api/v1/integrations/connections/:id/sync');
    const job = spans.find(({ name }) => name === 'job sync.run');
    const sync = spans.find(({ name }) => name === 'sync docker-registry');
    const call = spans.find(({ parentSpanId }) => parentSpanId === sync?.spanId);
    expect(request?.parentSpanId).toBe('b7ad6b7169203331');
    expect(job?.parentSpanId).toBe(request?.spanId);
    expect(sync?.parentSpanId).toBe(job?.spanId);
    expect(call?.name).toBe('GET docker-registry');
    const attributes = call?.attributes.map(({ key }) => key) ?? [];
    expect(attributes).toContain('http.response.status_code');
    expect(attributes.filter((key) => /url|path|query|header|body/.test(key))).toEqual([]);
  });

  test('metrics count calls, runs and records, where the work is done', async () => {
    const text = await (await fetch(`${watchedUrl}/metrics`)).text();
    expect(text).toMatch(/^patchbay_provider_calls_total\{provider="docker-registry",outcome="success"\} [1-9]/m);
    expect(text).toContain('patchbay_runs_total{provider="docker-registry",kind="sync",status="success"} 1');
    expect(text).toContain('patchbay_records_total{provider="docker-registry",change="added"} 3');
    expect(text).toContain('patchbay_runs_unfinished{status="queued"} 0');
    expect(text).toContain('patchbay_runs_oldest_queued_seconds 0');
    expect((await fetch(`${watchedUrl}/readyz`)).status).toBe(200);
    expect((await fetch(`${watchedUrl}/healthz`)).status).toBe(200);
    if (worker) expect((await fetch(`${watchedUrl}/api/v1/integrations/connections`)).status).toBe(404);
  });

  test('neither says a secret', async () => {
    const texts = [...collector.bodies, await (await fetch(`${server.apiUrl}/metrics`)).text()].join('\n');
    for (const secret of [registry.password, api.apiKey]) expect(texts).not.toContain(secret);
  });
});
