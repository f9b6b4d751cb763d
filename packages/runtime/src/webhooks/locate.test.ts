import { expect, test } from 'vitest';
import { locate } from './locate.ts';
import { toRequest } from './testing/deliver.ts';
import type { WebhookLocator } from './webhook-request.ts';

const json = toRequest({
  url: 'https://hooks.example.com/d?kind=push&two=1&two=2',
  headers: { 'X-Event': ' push ', 'X-Empty': '' },
  body: '{"action":"opened","id":7,"repository":{"full_name":"team/app"},"none":null}',
});
const form = toRequest({
  headers: ['Content-Type', 'application/x-www-form-urlencoded; charset=utf-8'],
  body: 'type=event%20callback&n=1&n=2',
});

test.each<[WebhookLocator, string | null]>([
  [{ header: 'x-event' }, 'push'],
  [{ header: 'X-Empty' }, null],
  [{ header: 'X-Absent' }, null],
  [{ query: 'kind' }, 'push'],
  [{ query: 'two' }, null],
  [{ query: 'absent' }, null],
  [{ body: 'action' }, 'opened'],
  [{ body: 'id' }, '7'],
  [{ body: 'repository.full_name' }, 'team/app'],
  [{ body: 'repository' }, null],
  [{ body: 'none' }, null],
  [{ body: "starts_with(id, 'a')" }, null],
])('%j tells %j', (locator, expected) => {
  expect(locate(locator, json)).toBe(expected);
});

test('forms are read by name', () => {
  expect(locate({ body: 'type' }, form)).toBe('event callback');
  expect(locate({ body: 'n[1]' }, form)).toBe('2');
});

test.each([
  ['no JSON', 'x'],
  ['empty', ''],
  ['not UTF-8', Uint8Array.of(0x22, 0xff, 0x22)],
])('a body that is %s tells nothing', (_, body) => {
  expect(locate({ body: '@' }, toRequest({ headers: {}, body }))).toBeNull();
});

test('a header that is there twice tells nothing', () => {
  expect(locate({ header: 'X-Event' }, toRequest({ headers: ['X-Event', 'push', 'x-event', 'ping'] }))).toBeNull();
});
