import { PGlite } from '@electric-sql/pglite';
import { afterAll, beforeEach, expect, it, vi } from 'vitest';
import { guardFreeSpace, requireFreeSpace } from './guard-free-space.ts';

let freeBytes = 0;
// A disk cannot be filled for real without rights to mount one; the rest is a real PGlite.
vi.mock('node:fs', async (original) => ({
  ...(await original<typeof import('node:fs')>()),
  statfsSync: () => ({ bavail: freeBytes, bsize: 1 }),
}));

const client = await PGlite.create();
guardFreeSpace(client, '/data');
afterAll(() => client.close());
beforeEach(() => vi.useFakeTimers({ toFake: ['performance'] }));

it('refuses writes while the disk is nearly full, goes on reading, and writes again afterwards', async () => {
  freeBytes = 1e9;
  await client.exec('create table notes (text text)');
  freeBytes = 1e6;
  vi.advanceTimersByTime(200);
  const write = () => client.query('insert into notes values ($1)', ['x']);
  await expect(write()).rejects.toThrow('The disk of the data folder /data is full: 96 MB must be free.');
  await expect(client.exec('create table more ()')).rejects.toMatchObject({ code: 'internal' });
  await expect(client.transaction(async (tx) => tx.query('select 1'))).rejects.toThrow('is full');
  expect(() => requireFreeSpace('/data')).toThrow('is full');
  expect((await client.query('select * from notes')).rows).toEqual([]);
  freeBytes = 1e9;
  vi.advanceTimersByTime(200);
  await write();
  expect((await client.transaction((tx) => tx.query('select * from notes'))).rows).toHaveLength(1);
});
