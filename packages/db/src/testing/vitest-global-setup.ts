// Migrates one database before the workers start; each test file then gets a copy of it.
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import postgres from 'postgres';
import type { TestProject } from 'vitest/node';
import { openPglite } from '../open-pglite.ts';
import { openPostgres } from '../open-postgres.ts';
import { withDatabaseName } from './test-database.ts';

type Teardown = () => Promise<void>;

export default async function setup(project: TestProject): Promise<Teardown> {
  return project.config.env.PATCHBAY_TEST_DATABASE === 'postgres' ? setupPostgres(project) : setupPglite(project);
}

async function setupPglite(project: TestProject): Promise<Teardown> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'patchbay-test-'));
  const db = await openPglite({ memory: true });
  await db.migrate();
  const dump = await db.client.dumpDataDir('none');
  const snapshotFile = path.join(folder, 'migrated.tar');
  await writeFile(snapshotFile, Buffer.from(await dump.arrayBuffer()));
  await db.close();
  project.provide('testDatabase', { kind: 'pglite', snapshotFile });
  return () => rm(folder, { recursive: true, force: true });
}

async function setupPostgres(project: TestProject): Promise<Teardown> {
  const serverUrl = process.env.TEST_DATABASE_URL;
  if (!serverUrl) throw new Error('TEST_DATABASE_URL names no PostgreSQL server to run these tests on.');
  const template = `patchbay_test_${randomBytes(6).toString('hex')}`;
  const server = postgres(serverUrl, { max: 1, onnotice: () => {} });
  await server`create database ${server(template)}`;
  const db = await openPostgres({ url: withDatabaseName(serverUrl, template), poolSize: 1 });
  await db.migrate();
  await db.close();
  project.provide('testDatabase', { kind: 'postgres', serverUrl, template });
  return async () => {
    // Copies carry the template's name in front; a worker that died has left its own behind.
    const left = await server<{ datname: string }[]>`
      select datname from pg_database where starts_with(datname, ${template})`;
    for (const { datname } of left) await server`drop database if exists ${server(datname)} with (force)`;
    await server.end();
  };
}
