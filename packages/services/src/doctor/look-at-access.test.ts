// What the doctor says of an account, where it is not as it should be: a provider that tells it, and a clock that is moved.
import { updateConnection } from '@patchbay/db';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type DoctorDesk, openDoctorDesk } from '../testing/doctor-desk.ts';

const day = 86_400_000;
const allScopes = 'items:read, items:write, items:admin';

let desk: DoctorDesk;
beforeAll(async () => {
  desk = await openDoctorDesk();
});
afterAll(() => desk?.close());
beforeEach(() => {
  desk.told.account = { id: '7', name: 'Ada' };
  desk.told.headers = {};
  delete desk.told.status;
});

test('each step is there, in the order of the way, and all is well with a provider that tells everything', async () => {
  const connectionId = await desk.connect();
  desk.told.headers = { 'x-scopes': allScopes, 'x-limit': '100', 'x-left': '60', 'x-version': '3.1' };
  const { steps, names } = await desk.look(connectionId);
  const network = ['dns', 'egress', 'tcp', 'tls'];
  const access = ['authenticate', 'identity', 'scopes', 'rate_limit', 'clock', 'api_version', 'credential_age'];
  expect(names).toEqual([...network, ...access, 'callback', 'webhooks']);
  for (const id of access) expect(steps[id], id).toMatchObject({ status: 'ok', fault: null, fix: null });
  expect(steps.identity?.seen).toBe('Signed in as Ada.');
  expect(steps.scopes?.seen).toContain('items:admin');
  expect(steps.rate_limit?.seen).toBe('60 of 100 calls are left.');
  expect(steps.clock?.seen).toBe('Both clocks agree.');
  expect(steps.api_version?.seen).toBe('Told Store 3.1. Patchbay asks for 2026-01-01.');
  expect(steps.credential_age?.seen).toBe('Version 1, made today.');
});

test('what a provider does not tell is not taken for good', async () => {
  desk.told.headers = {};
  const { steps } = await desk.look(await desk.connect({ providerSlug: 'silent-store', authMethod: 'none' }));
  expect(steps.authenticate?.seen).toContain('no credentials');
  expect(steps.identity?.seen).toContain('does not tell whose');
  expect(steps.scopes?.seen).toContain('does not tell what');
  expect(steps.rate_limit?.seen).toContain('does not tell how many');
  expect(steps.api_version?.seen).toBe('Silent Store does not tell its version.');
  expect(steps.credential_age?.seen).toContain('uses no credentials');
  expect(steps.callback?.seen).toBe('Silent Store calls nothing of ours.');
  for (const id of ['authenticate', 'identity', 'scopes', 'rate_limit', 'api_version', 'credential_age', 'callback'])
    expect(steps[id]?.status, id).toBe('skipped');
});

test.each([
  [401, 'configuration'],
  [500, 'provider'],
])(
  'an answer %i fails the authentication by fault of the %s, and what stands on it is not tried',
  async (status, fault) => {
    const connectionId = await desk.connect();
    desk.told.status = status;
    const { steps } = await desk.look(connectionId);
    expect(steps.authenticate).toMatchObject({ status: 'failed', fault, fix: expect.stringMatching(/\w/) });
    for (const id of ['identity', 'scopes', 'rate_limit', 'clock', 'api_version'])
      expect(steps[id], id).toMatchObject({ status: 'skipped', seen: 'Not tried: a step before failed.' });
    // How old credentials are can be told without the provider.
    expect(steps.credential_age?.status).toBe('ok');
  },
);

test('credentials of another account than the connection was made for are warned of, by both names', async () => {
  const connectionId = await desk.connect();
  desk.told.account = { id: '8', name: 'Eve' };
  const { steps } = await desk.look(connectionId);
  expect(steps.identity).toMatchObject({
    ...{ status: 'warning', fault: 'configuration', seen: 'Signed in as Eve; the connection was made for Ada.' },
    fix: expect.stringContaining('credentials of the account'),
  });
  const organizationId = desk.tested.organizations.a;
  await updateConnection(desk.tested.deps.db.orm, {
    organizationId,
    id: connectionId,
    changes: { accountLabel: null },
  });
  expect((await desk.look(connectionId)).steps.identity?.seen).toContain('made for 7');
});

test('permissions that operations need and the credentials lack are named, with what will be refused', async () => {
  const connectionId = await desk.connect();
  desk.told.headers = { 'x-scopes': 'items:read' };
  expect((await desk.look(connectionId)).steps.scopes).toMatchObject({
    ...{ status: 'warning', fault: 'configuration', fix: expect.stringContaining('connect again') },
    seen: 'Not granted: items:admin, items:write. Told Store will refuse createItem, deleteItem.',
    bundle: [{ text: 'items:admin\nitems:write' }],
  });
});

test.each([
  [11, 'ok'],
  [10, 'warning'],
  [0, 'warning'],
])('of 100 calls %i left is %s', async (left, status) => {
  const connectionId = await desk.connect();
  const resetAt = new Date(Math.ceil(desk.clock.now() / 3_600_000) * 3_600_000);
  desk.told.headers = { 'x-limit': '100', 'x-left': String(left), 'x-reset': String(resetAt.getTime() / 1_000) };
  const step = (await desk.look(connectionId)).steps.rate_limit;
  const seen = `${left} of 100 calls are left, until ${resetAt.toISOString().slice(11, 16)} UTC.`;
  expect(step).toMatchObject({ status, seen, fault: status === 'ok' ? null : 'configuration' });
  expect(step?.fix === null).toBe(status === 'ok');
});

test.each([
  [20, 'ok', 'differ by'],
  [60, 'warning', 'ahead of'],
  [-60, 'warning', 'behind'],
  [301, 'failed', 'ahead of'],
  [-400, 'failed', 'behind'],
])("with the provider's clock %i seconds off the step is %s", async (seconds, status, words) => {
  const connectionId = await desk.connect();
  desk.told.headers = { date: new Date(desk.clock.now() + seconds * 1_000).toUTCString() };
  const step = (await desk.look(connectionId)).steps.clock;
  expect(step).toMatchObject({ status, seen: expect.stringContaining(words) });
  if (status !== 'ok') expect(step).toMatchObject({ fault: 'configuration', bundle: [{ text: 'timedatectl status' }] });
});

test.each([
  ['17.5.1', '18.0.0', 'warning', 'provider'],
  ['v2', 'v1', 'warning', 'provider'],
  ['17.5.1', '17.6.0', 'ok', null],
])('a version that was %s at the last look and is %s now is told, as %s', async (before, now, status, fault) => {
  const connectionId = await desk.connect();
  desk.told.headers = { 'x-version': before };
  expect((await desk.look(connectionId)).steps.api_version?.seen).not.toContain('last look');
  desk.told.headers = { 'x-version': now };
  const { steps } = await desk.look(connectionId);
  expect(steps.api_version).toMatchObject({ status, fault });
  expect(steps.api_version?.seen).toContain(`Told Store ${now}.`);
  expect(steps.api_version?.seen).toContain(`At the last look it was ${before}.`);
  expect(steps.api_version).not.toHaveProperty('data');
  // Told once: from then on it is what is known.
  expect((await desk.look(connectionId)).steps.api_version?.status).toBe('ok');
});

test.each([
  [15 * day, false, 'ok', /made today/],
  [14 * day + 1_000, false, 'warning', /end in 14 days/],
  [day + 1_000, false, 'warning', /end in 1 day,/],
  [1_000, false, 'warning', /end within a day/],
  [-1_000, false, 'failed', /ended on/],
  // Whoever renews them by itself needs nobody.
  [-1_000, true, 'ok', /renewed by themselves/],
])('credentials that end %i ms from now (renewed: %s) are %s', async (untilMs, isRefreshable, status, words) => {
  const connectionId = await desk.connect();
  const expiresAt = new Date(desk.clock.now() + untilMs).toISOString();
  await desk.tested.deps.db.orm.execute(
    sql`update credential_versions set expires_at = ${expiresAt}::timestamptz, is_refreshable = ${isRefreshable} where connection_id = ${connectionId}`,
  );
  // Only what the step itself reads was changed; the test call goes on with what is in memory.
  const step = (await desk.look(connectionId)).steps.credential_age;
  expect(step).toMatchObject({ status, seen: expect.stringMatching(words) });
  if (status !== 'ok')
    expect(step).toMatchObject({ fault: 'configuration', fix: expect.stringContaining('Told Store') });
});

test.each([
  [365, 'ok', /365 days old/],
  [366, 'warning', /366 days old/],
])('secrets somebody typed in %i days ago are %s', async (days, status, words) => {
  const connectionId = await desk.connect();
  // Enough for a database whose clock is a little ahead.
  desk.clock.set(new Date(Date.now() + days * day + 60_000));
  const { steps } = await desk.look(connectionId);
  desk.clock.set(new Date());
  expect(steps.credential_age).toMatchObject({ status, seen: expect.stringMatching(words) });
});
