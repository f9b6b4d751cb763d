import { contractSchema, parseManifest } from '@patchbay/schema';
import { expect, test } from 'vitest';
import { sampleManifest } from '../sample-manifest.ts';
import { findRow } from './contract-rows.ts';

const contract = contractSchema.parse({
  ...{ source: 'this test', retrieved: '2026-11-01', confidence: 'high', basePath: '/api/v1' },
  operations: ['Things.ListThings', 'GetCaller'].map((target) => ({ method: 'POST', path: '/', target })),
});

test.each<[string, object, string | undefined]>([
  ['a target header', { headers: { 'X-Amz-Target': 'Things.ListThings' }, body: {} }, 'Things.ListThings'],
  ['the action of a form', { bodyType: 'form', body: { Action: 'GetCaller', Version: '1' } }, 'GetCaller'],
  ['another target', { headers: { 'X-Amz-Target': 'Things.ListThing' } }, undefined],
  ['another action', { bodyType: 'form', body: { Action: 'GetCallers' } }, undefined],
  ['an action in JSON', { body: { Action: 'GetCaller' } }, undefined],
  ['neither', {}, undefined],
])('of operations with one path, that with %s', (_name, parts, target) => {
  const getUser = { description: 'Read.', request: 'POST /', safety: 'read', ...parts };
  const parsed = parseManifest({ ...sampleManifest, operations: { ...sampleManifest.operations, getUser } });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  const operation = parsed.manifest.operations.getUser;
  expect(operation && findRow(contract, parsed.manifest, operation)?.target).toBe(target);
});
