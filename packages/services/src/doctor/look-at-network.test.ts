// The way to a server as the doctor tells it: real certificates of an authority that is trusted, so that only one thing is wrong at a time.

import { updateConnection } from '@patchbay/db';
import { createCertificate } from '@patchbay/testing';
import { afterEach, expect, test } from 'vitest';
import { type DoctorDesk, openDoctorDesk } from '../testing/doctor-desk.ts';

const day = 86_400_000;
const open: DoctorDesk[] = [];
afterEach(async () => {
  for (const desk of open.splice(0)) await desk.close();
});

/** Everything at this name is this machine. */
const toLoopback = (_name: string, done: (error: null, found: { address: string; family: 4 }[]) => void) =>
  done(null, [{ address: '127.0.0.1', family: 4 }]);

async function openSecureDesk(made: Parameters<typeof createCertificate>[1]): Promise<DoctorDesk> {
  const certificate = await createCertificate('server', made);
  const network = { certificateAuthorities: [certificate.certificatePem] };
  const desk = await openDoctorDesk({ certificate, network });
  open.push(desk);
  return desk;
}
const within = (fromDays: number, toDays: number) => ({
  validFrom: new Date(Date.now() + fromDays * day),
  validTo: new Date(Date.now() + toDays * day + 60_000),
});

test.each([
  ['is trusted', {}, 'ok', /^TLSv1\.[23]; the certificate of localhost is trusted, valid until /],
  ['ends after 22 days', within(-1, 22), 'ok', /is trusted/],
  ['ends after 21 days', within(-1, 21), 'warning', /ends in 21 days, on /],
  ['ends tomorrow', within(-1, 1), 'warning', /ends in 1 day, on /],
  ['has expired', within(-60, -1), 'failed', /has expired/],
  ['is not valid yet', within(1, 60), 'failed', /not valid yet/],
  ['has another name', { host: 'other.example.com' }, 'failed', /another host name/],
])('a certificate that %s is told as such, whose authority is trusted', async (_name, made, status, words) => {
  const desk = await openSecureDesk(made);
  const { steps } = await desk.look(await desk.connect());
  expect(steps.tls).toMatchObject({
    status,
    seen: expect.stringMatching(words),
    fault: status === 'ok' ? null : 'provider',
  });
  if (status !== 'ok') expect(steps.tls?.bundle[0]?.text).toContain('openssl s_client');
  // One that is only about to end stands in nobody's way.
  expect(steps.authenticate?.status).toBe(status === 'failed' ? 'skipped' : 'ok');
});

test('a certificate nears its end while nobody changes anything', async () => {
  const desk = await openSecureDesk(within(-1, 100));
  const connectionId = await desk.connect();
  expect((await desk.look(connectionId)).steps.tls?.status).toBe('ok');
  desk.clock.pass(90 * day);
  expect((await desk.look(connectionId)).steps.tls).toMatchObject({
    status: 'warning',
    seen: expect.stringContaining('ends in 10 days'),
  });
});

test('with verification switched off the name of the trouble stays', async () => {
  const desk = await openSecureDesk({ host: 'other.example.com' });
  const connectionId = await desk.connect();
  const { deps, organizations } = desk.tested;
  await updateConnection(deps.db.orm, {
    organizationId: organizations.a,
    id: connectionId,
    changes: { verifyTls: false },
  });
  deps.cache.forget(connectionId);
  const { steps } = await desk.look(connectionId);
  expect(steps.tls).toMatchObject({ status: 'warning', fault: 'configuration' });
  expect(steps.tls?.seen).toMatch(/another host name.*verification is off/);
  expect(steps.authenticate?.status).toBe('ok');
});

test('credentials that cross a network without TLS are warned of, and on this machine they are not', async () => {
  const desk = await openDoctorDesk({ network: { resolve: toLoopback } });
  open.push(desk);
  const port = new URL(desk.provider.url).port;
  const far = await desk.look(await desk.connect({ url: `http://items.example.com:${port}` }));
  expect(far.steps.dns?.seen).toBe('items.example.com is 127.0.0.1.');
  expect(far.steps.tls).toMatchObject({ status: 'warning', seen: expect.stringContaining('unprotected') });
  const near = await desk.look(await desk.connect());
  expect(near.steps.dns?.seen).toContain('there is no name to look up');
  expect(near.steps.tls).toMatchObject({ status: 'skipped', seen: expect.stringContaining('on this machine') });
});

test('what the simulator answers for is not gone to', async () => {
  const desk = await openDoctorDesk();
  open.push(desk);
  const connectionId = await desk.connect();
  desk.tested.deps.settings.isSimulated = true;
  const { steps } = await desk.look(connectionId);
  for (const id of ['dns', 'egress', 'tcp', 'tls'])
    expect(steps[id], id).toMatchObject({ status: 'skipped', seen: expect.stringContaining('simulator') });
});

test('the address of our own is called, and each way in which it does not lead here has its word', async () => {
  const desk = await openDoctorDesk({ network: { resolve: toLoopback } });
  open.push(desk);
  const { deps } = desk.tested;
  const connectionId = await desk.connect();
  const look = async (id = connectionId) => (await desk.look(id)).steps.callback;
  expect(await look()).toMatchObject({ status: 'ok', seen: `${desk.own.url} leads back to this installation.` });

  // Another server stands there: here the provider's own.
  deps.settings.apiUrl = desk.provider.url;
  expect(await look()).toMatchObject({
    ...{ status: 'failed', fault: 'configuration', seen: expect.stringContaining('did not come back') },
    bundle: [{ text: 'API_URL=https://patchbay.example.com' }],
  });

  // It comes back, but to this machine alone, and the provider is elsewhere.
  deps.settings.apiUrl = desk.own.url;
  const far = await desk.connect({ url: `http://items.example.com:${new URL(desk.provider.url).port}` });
  expect(await look(far)).toMatchObject({
    ...{ status: 'warning', fault: 'configuration', seen: expect.stringContaining('of this machine alone') },
    bundle: [{ text: expect.stringContaining('API_URL=') }],
  });

  await desk.own.stop();
  expect(await look()).toMatchObject({
    ...{ status: 'failed', fault: 'configuration', seen: expect.stringContaining('cannot be called from here') },
    bundle: [{ text: expect.stringContaining('API_URL=') }],
  });
});
