// Objects are stored, listed, read and deleted by the manifest and the real runtime, at a server that checks every signature by itself.
import { createHash } from 'node:crypto';
import { builtInManifests, createRegistry } from '@patchbay/registry';
import { createDispatcherSource, createEgressPolicy, createRuntime, type Target } from '@patchbay/runtime';
import { type S3Keys, type S3Server, startS3Server } from '@patchbay/testing';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';

const manifest = createRegistry(builtInManifests).require('s3');
const dispatchers = createDispatcherSource({ egress: createEgressPolicy({ allow: ['loopback'] }) });
const quiet = () => {};
const runtime = createRuntime({
  clock: { now: () => Date.now() },
  logger: { debug: quiet, info: quiet, warn: quiet, error: quiet },
  dispatchers,
  sleep: async () => {},
});
afterAll(() => dispatchers.close());

let server: S3Server;
beforeEach(async () => {
  server = await startS3Server({ buckets: ['app', 'other'], region: 'eu-west-1', largestPage: 2, isVersioned: true });
});
afterEach(() => server.stop());

function connect(keys: S3Keys = server, parts: Partial<Target> = {}): Target {
  const { accessKeyId, secretAccessKey } = keys;
  return {
    ...{ manifest, connectionId: 'con_1', organizationId: 'org_1', authMethod: 'keys', verifyTls: true },
    ...{ timeoutMs: 5_000, settings: { baseUrl: server.url, region: 'eu-west-1' } },
    credentials: { get: async () => ({ accessKeyId, secretAccessKey }) },
    ...parts,
  };
}

// In the order a list has them: that of their bytes.
const names = [
  'a b+c.txt',
  "a/$&'()*,;:=@!~.txt",
  'a//b/',
  'a/100%.txt',
  'a/b%20c%2Fd.txt',
  'a/question?#hash.txt',
  'ü/✓/😀.txt',
];

test('objects of any name are put, listed over several pages, read and deleted', async () => {
  const target = connect();
  for (const key of names) {
    const input = { bucket: 'app', key, content: `content of ${key}`, contentType: 'text/plain; charset=utf-8' };
    const result = await runtime.perform(target, 'storage.put', input);
    expect(result).toMatchObject({ success: true, result: { key, versionId: expect.any(String) } });
  }
  expect([...(server.buckets.get('app')?.keys() ?? [])].sort()).toEqual([...names].sort());

  const before = server.requests.length;
  const list = await runtime.execute(target, 'listObjects', { bucket: 'app' });
  expect(list.items?.map((item) => (item as { key: string }).key)).toEqual(names);
  expect(server.requests.length - before).toBe(4);
  const inFolder = await runtime.execute(target, 'listObjects', { bucket: 'app', prefix: 'a/1' });
  expect(inFolder.items).toMatchObject([{ key: 'a/100%.txt', size: 21, storageClass: 'STANDARD' }]);

  for (const key of names) {
    const read = await runtime.execute(target, 'getObject', { bucket: 'app', key });
    expect(read).toMatchObject({
      ...{ success: true, result: { content: `content of ${key}`, contentType: 'text/plain; charset=utf-8' } },
    });
    expect(await runtime.execute(target, 'deleteObject', { bucket: 'app', key })).toMatchObject({ success: true });
  }
  expect(server.buckets.get('app')?.size).toBe(0);
  expect(await runtime.execute(target, 'getObject', { bucket: 'app', key: 'a b+c.txt' })).toMatchObject({
    ...{ success: false, error: { class: 'not_found' } },
  });
  expect(await runtime.execute(target, 'listObjects', { bucket: 'app' })).toMatchObject({ success: true, items: [] });
});

test('bytes are stored as they are, and so is nothing at all', async () => {
  const bytes = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x00, 0xff, 0x0a]);
  const put = { bucket: 'app', key: 'logo.png', content: bytes.toString('base64'), encoding: 'base64' };
  const result = await runtime.perform(connect(), 'storage.put', { ...put, contentType: 'image/png' });
  expect(result).toMatchObject({
    success: true,
    result: { key: 'logo.png', etag: createHash('md5').update(bytes).digest('hex') },
  });
  expect(server.buckets.get('app')?.get('logo.png')).toMatchObject({ content: bytes, contentType: 'image/png' });
  expect(await runtime.execute(connect(), 'getObjectBytes', { bucket: 'app', key: 'logo.png' })).toMatchObject({
    result: { content: bytes.toString('base64'), size: 7, contentType: 'image/png' },
  });

  await runtime.perform(connect(), 'storage.put', { bucket: 'app', key: 'folder/', content: '' });
  expect(server.buckets.get('app')?.get('folder/')?.content).toEqual(Buffer.alloc(0));
  await expect(
    runtime.perform(connect(), 'storage.put', { ...put, key: 'no-base64', content: 'no base64!' }),
  ).rejects.toThrow('must be written as base64');
  expect(server.buckets.get('app')?.has('no-base64')).toBe(false);
});

test('wrong keys, a wrong region and missing rights are told apart', async () => {
  const { accessKeyId, secretAccessKey } = server;
  const classOf = async (target: Target) => (await runtime.testConnection(target)).error?.class ?? null;
  expect(await classOf(connect())).toBeNull();
  expect(await classOf(connect({ accessKeyId, secretAccessKey: 'example-wrong-secret' }))).toBe('auth_invalid');
  expect(await classOf(connect({ accessKeyId: 'AKIAEXAMPLE', secretAccessKey }))).toBe('auth_invalid');
  const elsewhere = connect(server, { settings: { baseUrl: server.url, region: 'us-east-1' } });
  expect(await runtime.testConnection(elsewhere)).toMatchObject({
    error: { class: 'validation', message: expect.stringContaining("expecting 'eu-west-1'") },
  });

  const reader = server.addKeys(['s3:ListBucket', 's3:GetObject']);
  expect(await classOf(connect(reader))).toBe('permission');
  const ofBucket = { authMethod: 'bucket-keys', settings: { baseUrl: server.url, region: 'eu-west-1', bucket: 'app' } };
  expect(await classOf(connect(reader, ofBucket))).toBeNull();
  const put = { bucket: 'app', key: 'a', content: 'x' };
  expect(await runtime.perform(connect(reader), 'storage.put', put)).toMatchObject({ error: { class: 'permission' } });
  expect(server.buckets.get('app')?.size).toBe(0);
});

test('buckets are discovered, and whoever is told to slow down tries again', async () => {
  server.buckets.set('third', new Map());
  server.slowDown(1);
  const { resources } = await runtime.discover(connect(), 'buckets');
  expect(resources).toMatchObject([{ id: 'app' }, { id: 'other' }, { id: 'third' }]);
  expect(await runtime.execute(connect(), 'headBucket', { bucket: 'third' })).toMatchObject({
    result: { region: 'eu-west-1' },
  });
});
