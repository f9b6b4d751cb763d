import { hangUp } from './hang-up.ts';
import { type LoadResult, load } from './load.ts';
import type { Patchbay } from './patchbay.ts';
import { print } from './table.ts';

const ratio = (value: number, limit: number) => `${Math.round((100 * value) / limit)} %`;

/** Proxy and action calls beside the raw pass-through, at 1, 10 and 50 callers, in turn. */
export async function measureRequests(
  patchbay: Patchbay,
  connection: string,
  rawOrigin: string,
  seconds: number,
): Promise<void> {
  const base = `${patchbay.url}/api/v1/integrations/connections/${connection}`;
  const targets = [
    { name: 'raw pass-through', url: `${rawOrigin}/item` },
    { name: 'proxy', url: `${base}/proxy/item`, headers: patchbay.headers },
    {
      name: 'action (a run each)',
      url: `${base}/actions/getItem`,
      headers: { ...patchbay.headers, 'content-type': 'application/json' },
      method: 'POST' as const,
      body: '{"id":"item-1"}',
    },
  ];
  for (const target of targets) await load({ ...target, callers: 10, seconds: 2 });

  const rows: string[][] = [];
  for (const callers of [1, 10, 50]) {
    let limit: LoadResult | undefined;
    for (const target of targets) {
      const result = await load({ ...target, callers, seconds });
      limit ??= result;
      rows.push([
        target.name,
        String(callers),
        String(result.requestsPerSecond),
        ratio(result.requestsPerSecond, limit.requestsPerSecond),
        `${result.p50Ms} ms`,
        `${result.p99Ms} ms`,
        String(result.failures),
      ]);
    }
  }
  print(`Requests on ${patchbay.kind}`, ['what', 'callers', 'requests/s', 'of raw', 'p50', 'p99', 'failures'], rows);
}

/** 1 000 actions back to back: how long the slowest took. */
export async function measureActions(patchbay: Patchbay, connection: string): Promise<void> {
  const times: number[] = [];
  for (let index = 0; index < 1000; index++) {
    const started = performance.now();
    await patchbay.call('POST', `/integrations/connections/${connection}/actions/getItem`, { id: 'item-1' });
    times.push(performance.now() - started);
  }
  times.sort((a, b) => a - b);
  const at = (share: number) =>
    `${(times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0).toFixed(1)} ms`;
  print(
    `1 000 actions back to back on ${patchbay.kind}`,
    ['p50', 'p99', 'slowest', 'over 1 s'],
    [[at(0.5), at(0.99), at(1), String(times.filter((time) => time > 1000).length)]],
  );
}

/** Database statements for one proxied call, once everything is warm. */
export async function measureStatements(patchbay: Patchbay, connection: string): Promise<void> {
  const path = `${patchbay.url}/api/v1/integrations/connections/${connection}/proxy/item`;
  const calls = 2000;
  await fetch(path, { headers: patchbay.headers });
  const before = await patchbay.statements();
  for (let index = 0; index < calls; index++) await (await fetch(path, { headers: patchbay.headers })).arrayBuffer();
  const sent = (await patchbay.statements()) - before;
  print(
    `Statements on ${patchbay.kind}`,
    ['proxied calls', 'statements in that time', 'a call'],
    [[String(calls), String(sent), (sent / calls).toFixed(4)]],
  );
}

/** Clients that hang up in the middle: nothing crashes, nothing leaks. */
export async function measureHangUps(patchbay: Patchbay, connection: string): Promise<void> {
  const url = `${patchbay.url}/api/v1/integrations/connections/${connection}/proxy/item`;
  const rows: string[][] = [];
  for (const round of [1, 2, 3]) {
    const count = await hangUp(url, patchbay.headers, 10_000, 50);
    const answer = await fetch(url, { headers: patchbay.headers });
    await answer.arrayBuffer();
    const { nowMiB, peakMiB } = patchbay.child.memory();
    rows.push([String(round), String(count), String(answer.status), `${nowMiB} MiB`, `${peakMiB} MiB`]);
  }
  print(`Clients that hang up on ${patchbay.kind}`, ['round', 'hang-ups', 'next answer', 'memory after', 'peak'], rows);
}
