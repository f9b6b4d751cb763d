// A challenge counts once, in time, and for the one who was asked: for the ping of a tool and for the test delivery of a webhook.
import { createHmac } from 'node:crypto';
import { type Challenge, getChallenge, listWebhookDeliveries } from '@patchbay/db';
import { isPatchbayError } from '@patchbay/schema';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createConnection } from '../connections/create.ts';
import { createTestClock, minutes } from '../testing/create-test-clock.ts';
import { createTestServices, type TestServices } from '../testing/create-test-services.ts';
import { pingManifest } from '../testing/test-manifest.ts';
import type { ServiceContext } from '../types.ts';
import { createWebhookEndpoint } from '../webhooks/create.ts';
import { flushWebhookTraffic } from '../webhooks/flush-traffic.ts';
import { listWebhookEndpoints } from '../webhooks/list.ts';
import { openWebhookEndpoint } from '../webhooks/open-endpoint.ts';
import { receiveWebhook } from '../webhooks/receive.ts';
import { answerPing } from './answer-ping.ts';
import { type OpenChallenge, openChallenge } from './challenge.ts';
import type { Visit } from './visit.ts';

const clock = createTestClock();
let tested: TestServices;
beforeAll(async () => {
  tested = await createTestServices({ clock, manifests: [pingManifest] });
});
afterAll(() => tested?.close());

interface Party {
  context: ServiceContext;
  connectionId: string;
  token: string;
  endpointKey: string;
  secret: string;
  webhookId: string;
}
let parties = 0;

/** A connection with a secret of its own and a webhook. */
async function addParty(organizationId = tested.organizations.a): Promise<Party> {
  parties += 1;
  const context = tested.as('owner', { organizationId });
  const token = `sto_${String(parties).padStart(24, 'a')}`;
  const { id: connectionId } = await createConnection(context, {
    ...{ providerSlug: 'ping-store', name: `Store ${parties}`, authMethod: 'token', credentials: { token } },
    settings: { baseUrl: 'http://127.0.0.1:9' },
  });
  const { url, secret, id: webhookId } = await createWebhookEndpoint(context, { connectionId, register: false });
  const endpointKey = url?.split('/').at(-1) ?? '';
  return { context, connectionId, token, endpointKey, secret: secret ?? '', webhookId };
}

function open({ context, connectionId }: Party, kind: Challenge['kind']): Promise<OpenChallenge> {
  return openChallenge({ context, connection: { id: connectionId }, waitMs: 30_000 } as unknown as Visit, kind);
}
const rowOf = ({ context }: Party, { id }: OpenChallenge) =>
  getChallenge(tested.deps.db.orm, { organizationId: context.actor.organizationId, id });

/** `taken`, or how it was refused. */
async function outcomeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'taken';
  } catch (error) {
    if (isPatchbayError(error)) return `${error.code}: ${error.message}`;
    throw error;
  }
}

interface Answer {
  /** In the address. */
  token: string;
  challenge: string;
  nonce: string;
  /** What it is signed with. */
  secret: string;
}
function answer({ token, secret, ...facts }: Answer): Promise<string> {
  const rawBody = Buffer.from(JSON.stringify(facts));
  const signature = createHmac('sha256', secret).update(rawBody).digest('hex');
  const request = { method: 'POST', url: `https://api.example.com/pings/${token}`, rawBody };
  return outcomeOf(answerPing(tested.deps, { token, request: { ...request, headers: { 'x-signature': signature } } }));
}
const rightAnswer = ({ token: secret }: Party, { id, token, nonce }: OpenChallenge): Answer => ({
  ...{ token, challenge: id, nonce, secret },
});

let deliveries = 0;
async function deliver(
  { endpointKey, secret }: Pick<Party, 'endpointKey' | 'secret'>,
  challenge: string | null,
): Promise<string> {
  deliveries += 1;
  const rawBody = Buffer.from(JSON.stringify({ item: deliveries }));
  const headers = {
    'x-items-signature': createHmac('sha256', secret).update(rawBody).digest('hex'),
    'x-items-event': 'item',
    'x-items-delivery': `delivery-${deliveries}`,
  };
  const url = `https://api.example.com/webhooks/ping-store/${endpointKey}${challenge === null ? '' : `/${challenge}`}`;
  const request = { method: 'POST', url, headers };
  const opened = await openWebhookEndpoint(tested.deps, { providerSlug: 'ping-store', endpointKey }, request);
  return outcomeOf(receiveWebhook(tested.deps, opened, { ...request, rawBody }, { challenge }));
}
async function storedBy({ context, connectionId }: Party) {
  const { organizationId } = context.actor;
  return (await listWebhookDeliveries(tested.deps.db.orm, { organizationId, connectionId, limit: 50 })).rows;
}

test('a ping is answered once: the same answer again is refused, and only noted as a replay', async () => {
  const tool = await addParty();
  const challenge = await open(tool, 'ping');
  expect(await answer(rightAnswer(tool, challenge))).toBe('taken');
  const before = await rowOf(tool, challenge);
  expect(before).toMatchObject({ answer: { isAuthentic: true, problem: null }, isReplayed: false });
  clock.pass(1_000);
  expect(await answer(rightAnswer(tool, challenge))).toMatch(/^unauthorized: .*answered already/);
  expect(await rowOf(tool, challenge)).toEqual({ ...before, isReplayed: true });
});

test('of two right answers at once one is taken, and the other is a replay', async () => {
  const tool = await addParty();
  const challenge = await open(tool, 'ping');
  const both = await Promise.all([answer(rightAnswer(tool, challenge)), answer(rightAnswer(tool, challenge))]);
  expect(both.filter((outcome) => outcome === 'taken')).toHaveLength(1);
  expect(both.join()).toMatch(/unauthorized: .*answered already/);
  expect(await rowOf(tool, challenge)).toMatchObject({ isReplayed: true, answer: { isAuthentic: true } });
});

test('an answer to a ping that comes when its time is over is refused, and changes nothing', async () => {
  const tool = await addParty();
  const challenge = await open(tool, 'ping');
  const before = await rowOf(tool, challenge);
  clock.pass(challenge.expiresAt.getTime() - clock.now());
  expect(await answer(rightAnswer(tool, challenge))).toMatch(/^unauthorized: .*too late/);
  expect(await rowOf(tool, challenge)).toEqual(before);
  expect(before).toMatchObject({ reachedAt: null, answeredAt: null, answer: null });
});

test.each<[string, (own: Answer, other: Answer) => Partial<Answer>, RegExp]>([
  ['names the challenge of another', (_own, { challenge }) => ({ challenge }), /names another challenge/],
  ['brings the nonce of another', (_own, { nonce }) => ({ nonce }), /does not bring the nonce/],
  ['is signed with the secret of another', (_own, { secret }) => ({ secret }), /not signed as it should be/],
  ['is that of another but for the address', (_own, { token: _, ...rest }) => rest, /not signed as it should be/],
])('an answer to a ping that %s is refused, whichever organization it is of', async (_name, change, words) => {
  const { a, b } = tested.organizations;
  const tool = await addParty();
  for (const organizationId of [a, b]) {
    const [challenge, stranger] = [await open(tool, 'ping'), await addParty(organizationId)];
    const foreign = await open(stranger, 'ping');
    const own = rightAnswer(tool, challenge);
    const untouched = await rowOf(stranger, foreign);
    expect(await answer({ ...own, ...change(own, rightAnswer(stranger, foreign)) })).toMatch(words);
    expect(await rowOf(stranger, foreign)).toEqual(untouched);
    expect(await rowOf(tool, challenge)).toMatchObject({ answeredAt: null, answer: { isAuthentic: false } });
    // It is not used up by that: both may still answer their own.
    expect(await answer(own)).toBe('taken');
    expect(await answer(rightAnswer(stranger, foreign))).toBe('taken');
  }
});

test('a challenge of a webhook is none of a ping, and the other way round', async () => {
  const party = await addParty();
  const [ping, webhook] = [await open(party, 'ping'), await open(party, 'webhook')];
  expect(await answer(rightAnswer(party, webhook))).toMatch(/^not_found/);
  expect(await deliver(party, ping.token)).toMatch(/^unauthorized: The test/);
  for (const challenge of [ping, webhook])
    expect(await rowOf(party, challenge)).toMatchObject({ reachedAt: null, answeredAt: null });
  expect(await storedBy(party)).toEqual([]);
});

test('a test delivery counts once: a second one to its address is refused and not stored', async () => {
  const party = await addParty();
  const challenge = await open(party, 'webhook');
  expect(await deliver(party, challenge.token)).toBe('taken');
  const before = await rowOf(party, challenge);
  expect(before).toMatchObject({ answer: { isAuthentic: true, event: 'item' }, isReplayed: false });
  clock.pass(1_000);
  expect(await deliver(party, challenge.token)).toMatch(/^unauthorized: The test/);
  expect(await rowOf(party, challenge)).toEqual({ ...before, isReplayed: true });
  expect(await storedBy(party)).toMatchObject([{ status: 'ignored' }]);
});

test('a test delivery that comes when its time is over is refused, not stored, and changes nothing', async () => {
  const party = await addParty();
  const challenge = await open(party, 'webhook');
  const before = await rowOf(party, challenge);
  clock.pass(minutes(1));
  expect(await deliver(party, challenge.token)).toMatch(/^unauthorized: The test/);
  expect(await deliver({ ...party, secret: 'another secret' }, challenge.token)).toMatch(
    /^unauthorized: This delivery/,
  );
  expect(await rowOf(party, challenge)).toEqual(before);
  expect(await storedBy(party)).toEqual([]);
});

test("a test delivery with the challenge of another connection, of either organization, is refused; so is one with another's secret", async () => {
  const party = await addParty();
  for (const organizationId of Object.values(tested.organizations)) {
    const stranger = await addParty(organizationId);
    const [own, foreign] = [await open(party, 'webhook'), await open(stranger, 'webhook')];
    const untouched = await rowOf(stranger, foreign);
    expect(await deliver(party, foreign.token)).toMatch(/^unauthorized: The test/);
    expect(await rowOf(stranger, foreign)).toEqual(untouched);
    expect(await deliver({ ...party, secret: stranger.secret }, own.token)).toMatch(/^unauthorized: This delivery/);
    expect(await rowOf(party, own)).toMatchObject({ answeredAt: null, answer: { isAuthentic: false } });
    expect(await deliver(party, 'x'.repeat(201))).toMatch(/^unauthorized: The test/);
    expect(await storedBy(stranger)).toEqual([]);
  }
  expect(await storedBy(party)).toEqual([]);
  // The people of the webhook see why.
  await flushWebhookTraffic(tested.deps);
  const { data } = await listWebhookEndpoints(party.context, { connectionId: party.connectionId });
  expect(data.find(({ id }) => id === party.webhookId)).toMatchObject({
    ...{ counts: { accepted: 0, refused: 6 } },
    lastRefusal: { reason: 'challenge_refused', message: expect.stringContaining('another connection') },
  });
});
