import type { EventSubscription, EventType } from '@patchbay/client';
import { describe, expect, test } from 'vitest';
import { t } from '#messages/en.ts';
import { lastAnswer } from './describe-delivery.ts';
import { eventDetail } from './event-detail.ts';
import { firstSentence } from './first-sentence.ts';
import {
  groupEventTypes,
  subscriptionFormSchema,
  subscriptionFormValues,
  toSubscriptionPayload,
} from './subscription-form.ts';
import { subscriptionState } from './subscription-state.ts';

const known = {
  ...{ id: 'sub_1', name: 'Tickets', url: 'https://example.com/in', types: ['sync.failed'], enabled: true },
  ...{ status: 'active', statusReason: null, failingSince: null, lastDeliveredAt: null },
  ...{ previousSecretExpiresAt: null, createdAt: '2026-01-31T09:30:00.000Z', updatedAt: '2026-01-31T09:30:00.000Z' },
} satisfies EventSubscription;

const messagesOf = (schema: ReturnType<typeof subscriptionFormSchema>, values: unknown) =>
  schema.safeParse(values).error?.issues.map(({ message }) => message) ?? [];

describe('the form of a subscription', () => {
  test('what is known comes back as it was', () => {
    const values = subscriptionFormValues(known);
    expect(subscriptionFormSchema(known).parse(values)).toEqual(values);
    expect(toSubscriptionPayload(values)).toEqual({ name: 'Tickets', url: known.url, types: ['sync.failed'] });
  });

  test('a new one is for every type, and its blank name is left to the API', () => {
    const values = { ...subscriptionFormValues(null), url: ' https://example.com/in ' };
    expect(messagesOf(subscriptionFormSchema(null), values)).toEqual([]);
    expect(toSubscriptionPayload(values)).toEqual({ url: 'https://example.com/in', types: null });
  });

  test('types that were ticked do not count once every type is wanted', () => {
    expect(toSubscriptionPayload({ ...subscriptionFormValues(known), scope: 'every' }).types).toBeNull();
  });

  test('what is missing is said', () => {
    const values = { ...subscriptionFormValues(known), name: ' ', types: [] };
    expect(messagesOf(subscriptionFormSchema(known), values)).toContain(t.events.nameNeeded);
    expect(messagesOf(subscriptionFormSchema(known), { ...values, name: 'x' })).toEqual([t.events.typesNeeded]);
  });

  test.each(['', 'example.com', 'ftp://example.com', 'javascript:alert(1)'])('%j is no address', (url) => {
    expect(messagesOf(subscriptionFormSchema(known), { ...subscriptionFormValues(known), url })).toEqual([
      t.fields.notUrl,
    ]);
  });
});

test('types come in groups, without the test event', () => {
  const types = ['connection.error', 'sync.failed', 'connection.paused', 'subscription.test'].map(
    (type): EventType => ({ type, version: 1, description: '', sample: {}, schema: {} }),
  );
  expect(groupEventTypes(types).map(([group, members]) => [group, members.map(({ type }) => type)])).toEqual([
    ['connection', ['connection.error', 'connection.paused']],
    ['sync', ['sync.failed']],
  ]);
});

test('the last answer of a receiver is a status, silence, or yet to come', () => {
  const attempt = { at: known.createdAt, status: 500, durationMs: 3, error: 'It answered 500.' };
  expect(lastAnswer({ attempts: [] })).toBe(t.events.notTried);
  expect(lastAnswer({ attempts: [{ ...attempt, status: null }, attempt] })).toBe('500');
  expect(lastAnswer({ attempts: [{ ...attempt, status: null }] })).toBe(t.events.noAnswer);
});

test('a subscription whose deliveries fail is degraded, unless it is off', () => {
  const failingSince = known.createdAt;
  expect(subscriptionState(known)).toBe('active');
  expect(subscriptionState({ ...known, failingSince })).toBe('degraded');
  expect(subscriptionState({ status: 'disabled', failingSince })).toBe('disabled');
});

test('the first sentence of a description is enough for people', () => {
  expect(firstSentence('A sync ended. `lastSeq` is 1.')).toBe('A sync ended.');
  expect(firstSentence('Version 1.2 came.')).toBe('Version 1.2 came.');
  expect(firstSentence('No full stop')).toBe('No full stop');
});

test.each([
  [{ name: 'Forge', code: 'timeout', message: 'It took too long.', sync: 'tags' }, 'It took too long.'],
  [{ title: 'Outdated library', sync: 'alerts' }, 'Outdated library'],
  [{ name: 'Forge', sync: 'tags', message: null }, 'tags'],
  [{ name: 'Forge', event: 'push' }, 'push'],
  [{ name: 'Forge', message: '' }, undefined],
])('an event with %j is told by %j', (data, detail) => {
  expect(eventDetail({ data })).toBe(detail);
});
