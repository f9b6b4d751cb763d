import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import postgres from 'postgres';
import type { Patchbay } from './patchbay.ts';
import { print } from './table.ts';

const rounds = 300;
const burst = 2_000;

function quantiles(times: number[]): string[] {
  times.sort((a, b) => a - b);
  const at = (share: number) =>
    `${(times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? Number.NaN).toFixed(1)} ms`;
  return [at(0.5), at(0.99), at(1)];
}

/** From the change to the reader of the stream, one event at a time; then what a subscription takes when many wait. */
export async function measureEvents(patchbay: Patchbay, connection: string): Promise<void> {
  const rows: string[][] = [];
  if (patchbay.databaseUrl)
    rows.push(['raw: NOTIFY and LISTEN', ...quantiles(await measureNotify(patchbay.databaseUrl))]);
  const { calls, arrivals } = await measureStream(patchbay, connection);
  rows.push(['the call that causes it, alone', ...quantiles(calls)]);
  rows.push(['from the begin of the call to the SSE client', ...quantiles(arrivals)]);
  print(`Events on ${patchbay.kind}, ${rounds} one after the other`, ['what', 'p50', 'p99', 'slowest'], rows);

  const { raw, delivered } = await measureDeliveries(patchbay, connection);
  print(
    `Deliveries on ${patchbay.kind}: ${delivered.count} in all, 20 for each event`,
    ['what', 'a second', 'of raw'],
    [
      ['raw POSTs to the same receiver, 1 at a time', String(raw), '100 %'],
      [
        'signed, sent and kept deliveries',
        String(delivered.perSecond),
        `${Math.round((100 * delivered.perSecond) / raw)} %`,
      ],
    ],
  );
}

async function measureNotify(databaseUrl: string): Promise<number[]> {
  const sql = postgres(databaseUrl, { max: 2, onnotice: () => {} });
  let arrived = () => {};
  await sql.listen('bench', () => arrived());
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const heard = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    const startedAt = performance.now();
    await sql.notify('bench', String(round));
    await heard;
    times.push(performance.now() - startedAt);
  }
  await sql.end();
  return times;
}

/** Pauses and resumes the connection in turn: each is a change in a transaction, with one event. */
function toggle(patchbay: Patchbay, connection: string, round: number): Promise<unknown> {
  return patchbay.call('POST', `/integrations/connections/${connection}/${round % 2 ? 'resume' : 'pause'}`);
}

async function measureStream(patchbay: Patchbay, connection: string): Promise<{ calls: number[]; arrivals: number[] }> {
  const calls: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const startedAt = performance.now();
    await toggle(patchbay, connection, round);
    calls.push(performance.now() - startedAt);
  }
  const stopping = new AbortController();
  const { headers } = patchbay;
  const response = await fetch(`${patchbay.url}/api/v1/events/stream`, { headers, signal: stopping.signal });
  if (!response.ok || !response.body) throw new Error(`the stream answered ${response.status}`);
  let arrived: () => void = () => {};
  const reading = (async () => {
    const decoder = new TextDecoder();
    for await (const chunk of response.body ?? []) if (decoder.decode(chunk).includes('data:')) arrived();
  })().catch(() => {});
  const arrivals: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const heard = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    const startedAt = performance.now();
    await toggle(patchbay, connection, round);
    await heard;
    arrivals.push(performance.now() - startedAt);
  }
  stopping.abort();
  await reading;
  return { calls, arrivals };
}

async function measureDeliveries(patchbay: Patchbay, connection: string) {
  let received = 0;
  const receiver = createServer((request, response) => {
    request.resume();
    request.on('end', () => {
      received += 1;
      response.writeHead(204).end();
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`;
  const body = JSON.stringify({ text: 'x'.repeat(300) });
  const rawStartedAt = performance.now();
  for (let index = 0; index < burst; index += 1) await (await fetch(url, { method: 'POST', body })).arrayBuffer();
  const raw = Math.round((burst * 1_000) / (performance.now() - rawStartedAt));

  // Many subscriptions, so that causing events is not what takes the time.
  const subscriptions = 20;
  const changes = 100;
  const ids: string[] = [];
  for (let index = 0; index < subscriptions; index += 1)
    ids.push((await patchbay.call<{ id: string }>('POST', '/event-subscriptions', { name: `Bench ${index}`, url })).id);
  received = 0;
  const startedAt = performance.now();
  for (let round = 0; round < changes; round += 1) await toggle(patchbay, connection, round);
  const causedAt = performance.now();
  const count = subscriptions * changes;
  while (received < count) await new Promise((resolve) => setTimeout(resolve, 5));
  const endedAt = performance.now();
  const perSecond = Math.round((count * 1_000) / (endedAt - startedAt));
  process.stdout.write(
    `\n${changes} events were caused in ${((causedAt - startedAt) / 1_000).toFixed(1)} s, the last delivery came ${((endedAt - causedAt) / 1_000).toFixed(1)} s later.\n`,
  );
  for (const id of ids) await patchbay.call('DELETE', `/event-subscriptions/${id}`);
  receiver.close();
  return { raw, delivered: { count, perSecond } };
}
