import { createHmac } from 'node:crypto';
import autocannon from 'autocannon';
import type { Patchbay } from './patchbay.ts';
import { withRawDatabase } from './raw-upsert.ts';
import { print } from './table.ts';

/** As many endpoints, each with a rate of its own, as the load needs. */
const endpoints = 20;
/** A push of GitHub's is about so large. */
const payload = JSON.stringify({
  ref: 'refs/heads/main',
  repository: { full_name: 'octo/shop' },
  filler: 'x'.repeat(4_000),
});
const secret = 'a secret of the benchmarks';
const callers = 32;
const doctored = 100;

interface Webhook {
  url: string;
}

/** Deliveries that are verified and stored, beside raw inserts of one row each; the answer's time at half of that; a doctor over many. */
export async function measureWebhooks(patchbay: Patchbay, connection: string, seconds: number): Promise<void> {
  const { id } = await patchbay.call<{ id: string }>('POST', '/integrations/connections', {
    providerSlug: 'github',
    authMethod: 'token',
    credentials: { token: `ghp_${'a'.repeat(36)}` },
  });
  const webhooks: Webhook[] = [];
  for (let index = 0; index < endpoints; index++)
    webhooks.push(
      await patchbay.call<Webhook>('POST', `/integrations/connections/${id}/webhooks`, {
        ...{ register: false, secret, ratePerMinute: 100_000 },
      }),
    );
  // Nothing is done about what comes, so that storing alone is measured.
  await patchbay.call('POST', `/integrations/connections/${id}/pause`);

  const raw = await rawInserts(patchbay.databaseUrl, seconds);
  await deliver(webhooks, { seconds: 2 });
  const full = await deliver(webhooks, { seconds });
  const half = await deliver(webhooks, { seconds, perSecond: Math.max(1, Math.round(full.perSecond / 2)) });
  print(
    `Deliveries of webhooks on ${patchbay.kind}, ${payload.length} bytes each, ${callers} at once`,
    ['what', 'a second', 'of raw', 'p50', 'p99', 'not taken'],
    [
      ['raw inserts of one row', String(raw), '100 %', '', '', ''],
      ['verified, stored, acknowledged', ...row(full, raw)],
      ['the same at half the load', ...row(half, raw)],
    ],
  );

  const run = await measureDoctor(patchbay, connection);
  print(`A doctor over ${doctored} connections on ${patchbay.kind}`, ['all seen after', 'verdicts'], [run]);
}

interface Load {
  perSecond: number;
  p50: number;
  p99: number;
  failures: number;
}

function row({ perSecond, p50, p99, failures }: Load, raw: number): string[] {
  return [String(perSecond), `${Math.round((100 * perSecond) / raw)} %`, `${p50} ms`, `${p99} ms`, String(failures)];
}

async function deliver(
  webhooks: readonly Webhook[],
  { seconds, perSecond }: { seconds: number; perSecond?: number },
): Promise<Load> {
  const signature = `sha256=${createHmac('sha256', secret).update(payload).digest('hex')}`;
  let sent = 0;
  const [first] = webhooks;
  const result = await autocannon({
    url: new URL(first?.url ?? '').origin,
    connections: callers,
    duration: seconds,
    ...(perSecond !== undefined && { overallRate: perSecond }),
    requests: webhooks.map(({ url }) => ({
      method: 'POST' as const,
      path: new URL(url).pathname,
      body: payload,
      setupRequest: (request) => ({
        ...request,
        headers: {
          'content-type': 'application/json',
          'x-github-event': 'push',
          'x-github-delivery': `${process.pid}-${Date.now()}-${sent++}`,
          'x-hub-signature-256': signature,
        },
      }),
    })),
  });
  return {
    perSecond: Math.round(result.requests.average),
    p50: result.latency.p50,
    p99: result.latency.p99,
    failures: result.non2xx + result.errors + result.timeouts,
  };
}

/** One row a statement and a commit, by as many callers over as many connections as Patchbay has. */
async function rawInserts(databaseUrl: string | null, seconds: number): Promise<number> {
  return withRawDatabase(databaseUrl, { connections: 10 }, async ({ query }) => {
    await query('CREATE TABLE raw_deliveries (LIKE webhook_deliveries INCLUDING ALL)', []);
    let inserted = 0;
    const endsAt = performance.now() + seconds * 1_000;
    const caller = async () => {
      while (performance.now() < endsAt) {
        const key = `raw-${inserted++}`;
        await query(
          `INSERT INTO raw_deliveries (id, organization_id, connection_id, endpoint_id, provider_slug, dedupe_key, body_hash, body, headers, received_at)
           VALUES ($1, 'org', 'con', 'whe', 'github', $1, 'hash', convert_to($2, 'UTF8'), '{}', now())`,
          [key, payload],
        );
      }
    };
    await Promise.all(Array.from({ length: callers }, caller));
    await query('DROP TABLE raw_deliveries', []);
    return Math.round(inserted / seconds);
  });
}

async function measureDoctor(patchbay: Patchbay, connection: string): Promise<string[]> {
  const known = await patchbay.call<{ settings: { baseUrl: string } }>(
    'GET',
    `/integrations/connections/${connection}`,
  );
  const connectionIds: string[] = [];
  for (let index = 0; index < doctored; index++) {
    const { id } = await patchbay.call<{ id: string }>('POST', '/integrations/connections', {
      ...{ providerSlug: 'in-memory', authMethod: 'none', settings: known.settings },
    });
    connectionIds.push(id);
  }
  const startedAt = performance.now();
  const { id } = await patchbay.call<{ id: string }>('POST', '/doctor/run', { connectionIds });
  for (;;) {
    const run = await patchbay.call<{ isFinished: boolean; checks: { verdict: string | null }[] }>(
      'GET',
      `/doctor/runs/${id}`,
    );
    if (run.isFinished) {
      const verdicts = new Map<string, number>();
      for (const { verdict } of run.checks) verdicts.set(verdict ?? 'none', (verdicts.get(verdict ?? 'none') ?? 0) + 1);
      const words = [...verdicts].map(([verdict, count]) => `${count} ${verdict}`).join(', ');
      return [`${((performance.now() - startedAt) / 1_000).toFixed(1)} s`, words];
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
