import { contractSchema, parseManifest } from '@patchbay/schema';
import { expect, test } from 'vitest';
import { requestParameters } from '../checks/request-parameters.ts';
import { sampleManifest } from '../sample-manifest.ts';
import { findRow, incrementalParams, queryParams } from './contract-rows.ts';

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

const storage = contractSchema.parse({
  ...{ source: 'this test', retrieved: '2026-11-01', confidence: 'high' },
  operations: [
    { method: 'GET', path: '/api/v1/{Bucket}', operationId: 'GetPolicy', query: 'policy' },
    { method: 'GET', path: '/api/v1/{Bucket}', operationId: 'ListObjects' },
    { method: 'GET', path: '/api/v1/{Bucket}', operationId: 'ListObjectsV2', query: 'list-type=2' },
    { method: 'PUT', path: '/api/v1/{Bucket}/{Key+}', operationId: 'CopyObject', params: ['Bucket', 'Key'] },
    { method: 'PUT', path: '/api/v1/{Bucket}/{Key+}', operationId: 'PutObject', params: ['Bucket', 'Key'] },
  ],
});
const withBucket = { input: { bucket: { type: 'text', required: true }, key: { type: 'text', required: true } } };

test.each<[string, string, object, string]>([
  ['a fixed parameter', 'getUser', { request: 'GET /{bucket}', query: { 'list-type': '2' } }, 'ListObjectsV2'],
  ['a parameter without value', 'getUser', { request: 'GET /{bucket}', query: { policy: '' } }, 'GetPolicy'],
  ['another value', 'getUser', { request: 'GET /{bucket}', query: { 'list-type': '3' } }, 'ListObjects'],
  ['a value of the input', 'getUser', { request: 'GET /{bucket}', query: { policy: '{input.key}' } }, 'ListObjects'],
  ['the name', 'putObject', { request: 'PUT /{bucket}/{+key}' }, 'PutObject'],
  ['a longer name', 'putObjectBytes', { request: 'PUT /{bucket}/{+key}' }, 'PutObject'],
  ['no name of the contract', 'store', { request: 'PUT /{bucket}/{+key}' }, 'CopyObject'],
])('operations of one path are told apart by %s', (_name, id, parts, operationId) => {
  const own = { description: 'Call.', safety: 'write', ...withBucket, ...parts };
  const parsed = parseManifest({ ...sampleManifest, operations: { ...sampleManifest.operations, [id]: own } });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  const operation = parsed.manifest.operations[id];
  const row = operation && findRow(storage, parsed.manifest, operation);
  expect(row?.operationId).toBe(operationId);
  expect(row && queryParams(row)).toEqual(
    operationId === 'ListObjectsV2' ? ['list-type'] : operationId === 'GetPolicy' ? ['policy'] : [],
  );
});

test('where a sync goes on from is asked for with parameters of the contract', async () => {
  const withDelta = (incremental: object) => {
    const repositories = { ...sampleManifest.syncs?.repositories, mode: 'delta', incremental };
    const parsed = parseManifest({ ...sampleManifest, syncs: { repositories } });
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
    return parsed.manifest;
  };
  const field = { type: 'field', field: 'updated_at' };
  const manifest = withDelta({ ...field, filter: { parameter: 'q', template: 'updated > {cursor}' } });
  const [found, ...others] = incrementalParams(manifest);
  expect(others).toEqual([]);
  expect(found).toMatchObject({ name: 'q', path: 'syncs.repositories.incremental.filter.parameter' });
  expect(incrementalParams(withDelta({ ...field, parameter: 'since', in: 'body' }))).toEqual([]);

  const rowsWith = (params: string[]) => ({
    ...contract,
    operations: [{ method: 'GET', path: '/user/repos', params: ['page', 'limit', ...params] }],
  });
  const operations = { listRepositories: { ...manifest.operations.listRepositories, request: 'GET /user/repos' } };
  const problemsWith = (params: string[]) =>
    requestParameters.check({
      ...{ manifest: { ...manifest, operations }, contract: rowsWith(params), at: (path: string) => ({ path }) },
    } as never);
  expect(await problemsWith(['q'])).toEqual([]);
  expect(await problemsWith(['query'])).toMatchObject([{ path: 'syncs.repositories.incremental.filter.parameter' }]);
});
