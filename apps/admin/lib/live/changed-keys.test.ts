import { describe, expect, test } from 'vitest';
import { changedKeys } from './changed-keys.ts';

describe('what a page reads again when something happened', () => {
  test.each([
    ['connection.error', [['connections'], ['overview']]],
    ['sync.completed', [['connections', 'con_1'], ['connections', 'list'], ['overview']]],
    ['finding.opened', [['findings'], ['connections', 'con_1']]],
    ['webhook.received', [['webhook-deliveries'], ['connections', 'con_1', 'webhooks']]],
    ['doctor.finished', [['doctor'], ['evidence'], ['overview']]],
    ['subscription.disabled', [['event-subscriptions']]],
  ])('%s', (type, keys) => {
    expect(changedKeys({ type, connectionId: 'con_1' })).toEqual([['events', 'list'], ...keys]);
  });

  test('an event of no connection may be of any', () => {
    expect(changedKeys({ type: 'finding.summary', connectionId: null })).toContainEqual(['connections']);
  });

  test('a type this page does not know is only listed', () => {
    expect(changedKeys({ type: 'something.new', connectionId: null })).toEqual([['events', 'list']]);
  });
});
