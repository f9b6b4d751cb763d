import type { FieldView } from '@patchbay/client';
import { describe, expect, test } from 'vitest';
import { t } from '#messages/en.ts';
import { canRepair, describeOutcome, hookMessage, webhookName } from './describe-webhook.ts';
import type { Webhook, WebhookOffer } from './types.ts';
import {
  changedWebhookSchema,
  changedWebhookValues,
  newWebhookSchema,
  newWebhookValues,
  secretField,
  toChangedWebhook,
  toNewWebhook,
} from './webhook-form.ts';

const resource: FieldView = {
  ...{ name: 'resource', type: 'string', label: 'Repository', help: null, placeholder: 'team/app', required: true },
  ...{ default: null, options: null, pattern: '[a-z]+/[a-z]+', visibleWhen: null, docsUrl: null, maxLength: null },
};
const offer = {
  scheme: 'hmac',
  schemes: [{ id: 'verify', type: 'hmac', secretFrom: 'endpoint', reason: null }],
  events: [{ name: 'push', description: 'Commits were pushed.' }],
  resource: resource as never,
  ...{ canRegister: true, canTest: true, setup: ['Open the settings.'], source: null },
} satisfies WebhookOffer;
const byHandOnly: WebhookOffer = { ...offer, canRegister: false, canTest: false };
const alternatives: WebhookOffer = {
  ...offer,
  schemes: [...offer.schemes, { id: '0', type: 'none', secretFrom: 'none', reason: 'It signs nothing.' }],
};

const messagesOf = (values: unknown, of: WebhookOffer = offer) =>
  newWebhookSchema(of)
    .safeParse(values)
    .error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ?? [];

describe('the form of a new webhook', () => {
  const start = newWebhookValues(offer);

  test('begins with every event, and with Patchbay making the hook where it can', () => {
    expect(start).toMatchObject({ scope: 'every', maker: 'patchbay', scheme: 'verify' });
    expect(newWebhookValues(byHandOnly).maker).toBe('person');
  });

  test('asks for the resource only where Patchbay makes the hook, and checks its form always', () => {
    expect(messagesOf(start)).toEqual([`fields.resource: ${t.fields.required('Repository')}`]);
    expect(messagesOf({ ...start, maker: 'person' })).toEqual([]);
    const wrong = { ...start, maker: 'person', fields: { resource: 'nothing', secret: '' } };
    expect(messagesOf(wrong)).toEqual([`fields.resource: ${t.fields.notMatching('team/app')}`]);
  });

  test('wants at least one event when not every one is wanted', () => {
    const values = { ...start, fields: { resource: 'team/app', secret: '' }, scope: 'some' };
    expect(messagesOf(values)).toEqual([`events: ${t.webhooks.eventsNeeded}`]);
    expect(messagesOf({ ...values, events: ['push'] })).toEqual([]);
  });

  test('takes a secret only for a hook made by hand that has one of its own', () => {
    expect(secretField(offer, { maker: 'patchbay', scheme: 'verify' })).toBeNull();
    expect(secretField(offer, { maker: 'person', scheme: 'verify' })?.name).toBe('secret');
    expect(secretField(alternatives, { maker: 'person', scheme: '0' })).toBeNull();
    const fields = { resource: '', secret: 'too short' };
    expect(messagesOf({ ...start, maker: 'person', fields })).toEqual([`fields.secret: ${t.webhooks.secretShort}`]);
    expect(messagesOf({ ...start, fields: { ...fields, resource: 'team/app' } })).toEqual([]);
  });

  test('sends what was asked for and nothing else', () => {
    const fields = { resource: ' team/app ', secret: 'a secret of the provider' };
    expect(toNewWebhook(offer, { ...start, fields })).toEqual({ resource: 'team/app', events: null });
    expect(toNewWebhook(offer, { ...start, fields, maker: 'person', scope: 'some', events: ['push'] })).toEqual({
      ...{ resource: 'team/app', secret: 'a secret of the provider', events: ['push'], register: false },
    });
    expect(toNewWebhook(byHandOnly, { ...newWebhookValues(byHandOnly) })).toEqual({ events: null });
    expect(toNewWebhook(alternatives, { ...start, fields, scheme: '0' })).toMatchObject({ scheme: '0' });
  });
});

const webhook: Webhook = {
  ...{ id: 'whe_1', connectionId: 'con_1', providerSlug: 'gitea', url: null, scheme: 'verify', schemeType: 'hmac' },
  ...{ resource: 'team/app', events: ['push'], setup: [], canBeTested: true },
  hook: { state: 'registered', id: '1', message: null, checkedAt: null },
  ...{ maxBodyBytes: 5 * 1024 * 1024, ratePerMinute: 6_000 },
  counts: { accepted: 1, duplicates: 0, unknown: 0, refused: 0 },
  ...{ lastAcceptedAt: null, lastRefusal: null, previousSecretExpiresAt: null },
  ...{ createdAt: '2026-01-31T09:30:00.000Z', updatedAt: '2026-01-31T09:30:00.000Z' },
};

describe('changing a webhook', () => {
  const values = changedWebhookValues(webhook);

  test('sends only what is another than before', () => {
    expect(toChangedWebhook(webhook, values)).toEqual({});
    expect(toChangedWebhook(webhook, { ...values, scope: 'every' })).toEqual({ events: null });
    expect(toChangedWebhook(webhook, { ...values, rate: '60', size: '256' })).toEqual({
      ...{ ratePerMinute: 60, maxBodyBytes: 262_144 },
    });
  });

  test.each(['', '0', '1.5', '100001', 'many'])('%j is no number of deliveries', (rate) => {
    const { error } = changedWebhookSchema.safeParse({ ...values, rate });
    expect(error?.issues.map(({ message }) => message)).toEqual([t.webhooks.rateInvalid]);
  });
});

test('a webhook is known by its resource, else by its provider', () => {
  expect(webhookName(webhook, 'Gitea')).toBe('team/app');
  expect(webhookName({ resource: null }, 'Gitea')).toBe('Gitea');
});

test('what the API says of a hook comes before what its state means; making it anew helps where it is not there', () => {
  const missing = { hook: { ...webhook.hook, state: 'missing' as const } };
  expect(hookMessage(missing)).toBe(t.webhooks.hookStates.missing);
  expect(hookMessage({ hook: { ...missing.hook, message: 'It is gone.' } })).toBe('It is gone.');
  expect([canRepair(missing), canRepair(webhook)]).toEqual([true, false]);
});

describe('what was done about a delivery', () => {
  const done = { syncs: [], record: null, note: null };

  test('is said in words', () => {
    expect(describeOutcome({ status: 'received', error: null, outcome: null })).toEqual([t.webhooks.waits]);
    expect(describeOutcome({ status: 'failed', error: 'It broke.', outcome: null })).toEqual(['It broke.']);
    expect(describeOutcome({ status: 'ignored', error: null, outcome: { ...done, note: 'Not named.' } })).toEqual([
      'Not named.',
    ]);
    expect(describeOutcome({ status: 'handled', error: null, outcome: done })).toEqual([t.webhooks.nothingDone]);
  });

  test('names the record and the syncs', () => {
    const record = { sync: 'pullRequests', id: '7', change: 'updated' as const };
    expect(
      describeOutcome({ status: 'handled', error: null, outcome: { ...done, record, syncs: ['workflowRuns'] } }),
    ).toEqual(['Updated record 7 of pull requests.', 'Has workflow runs read again.']);
  });
});
