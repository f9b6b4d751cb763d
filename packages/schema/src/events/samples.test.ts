import { expect, test } from 'vitest';
import { type EventType, eventTypes } from './index.ts';
import { eventSamples } from './samples.ts';

test('every type has a sample of its shape, and no other has one', () => {
  expect(Object.keys(eventSamples).sort()).toEqual(Object.keys(eventTypes).sort());
});

test.each(Object.keys(eventTypes) as EventType[])('the sample of %s fits', (type) => {
  expect(eventTypes[type].data.parse(eventSamples[type])).toEqual(eventSamples[type]);
  expect(eventTypes[type].data.safeParse({ ...eventSamples[type], more: 1 }).success).toBe(false);
});
