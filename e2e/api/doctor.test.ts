// A code host that really delivers and a tool that really calls back, a real server process, and the command line.
import { execFile, spawnSync } from 'node:child_process';
import { createHmac, randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import type { Connection, DoctorRun, Webhook, WebhookDelivery, WebhookWithSecret } from '@patchbay/client';
import {
  createEncryptionKeys,
  type HookForge,
  type Patchbay,
  type PingTool,
  startHookForge,
  startPatchbay,
  startPingTool,
} from '@patchbay/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createApiClient } from '../support/api-client.ts';
import { databases, type TestDatabase } from '../support/databases.ts';
import { startResponder } from '../support/ping-responders.ts';
import { type ReadyPatchbay, startReadyPatchbay } from '../support/set-up-patchbay.ts';

const cli = fileURLToPath(new URL('../../apps/cli/src/main.ts', import.meta.url));
const secret = `whsec_${Buffer.from('a shared secret of thirty-two by').toString('base64')}`;
const hasPython = spawnSync('python3', ['--version']).status === 0;

describe.each(databases)('on the %s database', (name, createDatabase) => {
  let database: TestDatabase;
  let ready: ReadyPatchbay;
  let forge: HookForge;
  let tool: PingTool;
  /** Processes that were killed; the first one's folder is used until the end. */
  const ended: Patchbay[] = [];
  const env = {
    PATCHBAY_EGRESS_ALLOW: 'loopback',
    PATCHBAY_DOCTOR_WAIT_SECONDS: '3',
    PATCHBAY_ENCRYPTION_KEYS: createEncryptionKeys(),
  };
  beforeAll(async () => {
    database = await createDatabase();
    const { databaseUrl } = database;
    [ready, forge, tool] = await Promise.all([
      startReadyPatchbay({ ...(databaseUrl && { databaseUrl }), env }),
      startHookForge('gitlab'),
      startPingTool(secret),
    ]);
  });
  afterAll(async () => {
    await Promise.all([ready?.patchbay.close(), forge?.stop(), tool?.stop()]);
    for (const patchbay of ended) await patchbay.close();
    await database?.drop();
  });

  const connect = (providerSlug: string, authMethod: string, settings: object, credentials: object) =>
    ready.api.post<Connection>('/integrations/connections', { providerSlug, authMethod, settings, credentials });
  const connectForge = () => connect('gitlab', 'token', { baseUrl: forge.url }, { token: forge.token });

  /** Not in this process's way: the code host and the tool answer from it. */
  function patchbay(...args: string[]): Promise<{ status: number; stdout: string; stderr: string }> {
    const env = {
      PATH: process.env.PATH ?? '',
      PATCHBAY_URL: ready.patchbay.apiUrl,
      PATCHBAY_API_KEY: ready.api.apiKey,
    };
    return new Promise((resolve) =>
      execFile(process.execPath, [cli, ...args], { env, timeout: 90_000 }, (error, stdout, stderr) =>
        resolve({ status: error ? Number(error.code) : 0, stdout, stderr }),
      ),
    );
  }

  test('patchbay doctor shows the four legs of a tool and the delivery of GitLab, and fails when a leg is broken', async () => {
    const [hosted, pinged] = await Promise.all([
      connectForge(),
      connect('custom-tool', 'sharedSecret', { pingUrl: `${tool.url}/hooks/ping` }, { secret }),
    ]);
    await ready.api.post<Webhook>(`/integrations/connections/${hosted.id}/webhooks`, { resource: '7', scheme: '0' });
    const well = await patchbay('doctor');
    expect(well.stderr).toBe('');
    for (const line of [
      '✓ We reach the tool',
      '✓ The tool believes us',
      '✓ The tool reaches us',
      '✓ We believe the tool',
      '✓ Webhook of 7: a test delivery: GitLab delivered ("Push Hook"), with the challenge of this test.',
      '✓ Webhook of 7: its proof',
    ])
      expect(well.stdout).toContain(line);
    expect(well.status).toBe(0);
    forge.faults = { wrongSecret: true };
    const broken = await patchbay('doctor', hosted.id);
    forge.faults = {};
    expect(broken.stdout).toContain('✗ Webhook of 7: its proof');
    expect(broken.stdout).toContain('whose fault: settings');
    expect(broken.status).toBe(1);
    tool.faults.staysSilent = true;
    const silent = await patchbay('doctor', pinged.id, '--json');
    delete tool.faults.staysSilent;
    const run = JSON.parse(silent.stdout) as DoctorRun;
    expect(run.checks[0]?.steps.find(({ id }) => id === 'ping_reach_back')).toMatchObject({ status: 'failed' });
    expect(silent.status).toBe(1);
    expect(await patchbay('doctor', 'con_nobody')).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('no such connection'),
    });
    expect((await patchbay('doctor', '--nonsense')).status).toBe(2);
  });

  // Which database there is makes no difference to them.
  for (const kind of name === 'PostgreSQL' ? [] : (['shell', 'python', 'argo-cd', 'jenkins'] as const))
    test.skipIf(['python', 'argo-cd'].includes(kind) && !hasPython)(
      `the ${kind} responder of the docs answers, and only to us`,
      async () => {
        const responder = await startResponder(kind, secret);
        try {
          const { url: pingUrl, accessToken } = responder;
          const credentials = { secret, ...(accessToken && { accessToken }) };
          const { id } = await connect('custom-tool', 'sharedSecret', { pingUrl }, credentials);
          const looked = await patchbay('doctor', id);
          for (const leg of ['We reach the tool', 'The tool reaches us', 'We believe the tool'])
            expect(looked.stdout).toContain(`✓ ${leg}`);
          // Jenkins answers before the job has looked at the signature.
          const isTakenByAll = kind === 'jenkins';
          expect(looked.stdout).toContain(isTakenByAll ? '✗ The tool believes us' : '✓ The tool believes us');
          expect(looked.status).toBe(isTakenByAll ? 1 : 0);
        } finally {
          responder.stop();
        }
      },
    );

  test('evidence is exported line by line and verified with the audit log', async () => {
    const exported = await patchbay('evidence', 'export');
    expect(exported.status).toBe(0);
    const rows = exported.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { seq: number; prevHash: string; hash: string });
    expect(rows.map(({ seq }) => seq)).toEqual(rows.map((_row, index) => index + 1));
    for (const [index, row] of rows.entries()) if (index > 0) expect(row.prevHash).toBe(rows[index - 1]?.hash);
    for (const hidden of [secret, forge.token, forge.hooks[0]?.secret ?? secret])
      expect(exported.stdout).not.toContain(hidden);
    const verified = await patchbay('audit', 'verify');
    expect(verified).toMatchObject({ status: 0, stdout: expect.stringContaining('The evidence is whole') });
    expect((await patchbay('evidence', 'verify')).status).toBe(0);
  });

  test('what was acknowledged outlives the process that took it, and is handled by the next one', async () => {
    const { id } = await connectForge();
    const made = await ready.api.post<WebhookWithSecret>(`/integrations/connections/${id}/webhooks`, {
      resource: '9',
      register: false,
      scheme: '0',
    });
    const acknowledged: string[] = [];
    let isOver = false;
    const sender = async () => {
      while (!isOver) {
        const delivery = randomUUID();
        const status = await fetch(made.url ?? '', {
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            'x-gitlab-event': 'Push Hook',
            'x-gitlab-token': made.secret ?? '',
            'idempotency-key': delivery,
          },
          body: JSON.stringify({ sent: delivery }),
        }).then(
          (answer) => answer.status,
          () => 0,
        );
        if (status === 202) acknowledged.push(delivery);
      }
    };
    const senders = Array.from({ length: 8 }, sender);
    await expect.poll(() => acknowledged.length, { timeout: 30_000 }).toBeGreaterThan(100);
    await ready.patchbay.kill();
    isOver = true;
    await Promise.all(senders);
    const { databaseUrl } = database;
    const { apiPort, dataDir } = ready.patchbay;
    const restarted = await startPatchbay({ ...(databaseUrl ? { databaseUrl } : { dataDir }), apiPort, env });
    ended.push(ready.patchbay);
    ready = { ...ready, patchbay: restarted, api: createApiClient(restarted.apiUrl, ready.api.apiKey) };
    // The connections to the process that is gone are still in the pool.
    await expect.poll(() => ready.api.get('/integrations/webhook-deliveries?limit=1').catch(() => null)).not.toBeNull();
    const stored = new Map<string, string>();
    await expect
      .poll(
        async () => {
          stored.clear();
          let cursor: string | null = null;
          do {
            const query: string = `limit=500&webhookId=${made.id}${cursor === null ? '' : `&cursor=${cursor}`}`;
            const page: { data: WebhookDelivery[]; nextCursor: string | null } = await ready.api.get(
              `/integrations/webhook-deliveries?${query}`,
            );
            for (const row of page.data) stored.set(row.deliveryId ?? '', row.status);
            cursor = page.nextCursor;
          } while (cursor !== null);
          return acknowledged.filter((delivery) => stored.get(delivery) !== 'handled').length;
        },
        { timeout: 90_000, interval: 500 },
      )
      .toBe(0);
  });

  test('a signature of GitLab 19 is taken by the server itself, and a replay of it is not stored twice', async () => {
    const { id } = await connectForge();
    const made = await ready.api.post<WebhookWithSecret>(`/integrations/connections/${id}/webhooks`, {
      resource: '11',
    });
    const body = '{"object_kind":"push"}';
    const [delivery, at] = [randomUUID(), String(Math.floor(Date.now() / 1_000))];
    const key = Buffer.from((made.secret ?? '').replace(/^whsec_/, ''), 'base64');
    const signature = createHmac('sha256', key).update(`${delivery}.${at}.${body}`).digest('base64');
    const deliver = () =>
      fetch(made.url ?? '', {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-gitlab-event': 'Push Hook',
          'idempotency-key': delivery,
          'webhook-id': delivery,
          'webhook-timestamp': at,
          'webhook-signature': `v1,${signature}`,
        },
        body,
      });
    expect([(await deliver()).status, (await deliver()).status]).toEqual([202, 200]);
  });
});
