import { expect, test } from 'vitest';
import { evaluateManifests } from './evaluate.ts';

async function evaluate(text: string) {
  return (await evaluateManifests([{ id: 'a', text }], { timeoutMs: 500 })).get('a');
}

test('data is evaluated twice to the same canonical JSON', async () => {
  const text =
    "import { defineManifest, field } from '@patchbay/schema';\nexport const manifest = defineManifest({ b: field.text({}), a: 1 } as never);";
  expect(await evaluate(text)).toMatchObject({
    ok: true,
    first: '{"a":1,"b":{"type":"text"}}',
    second: '{"a":1,"b":{"type":"text"}}',
    notData: [],
  });
});

test.each([
  [
    'a file',
    "import { readFileSync } from 'node:fs'; export const manifest = { a: readFileSync('/etc/hostname', 'utf8') };",
    'it imports "node:fs"',
  ],
  [
    'a file, by a constructor',
    'const fs = await [].constructor.constructor(\'return import("node:fs")\')(); export const manifest = { fs };',
    'it imports "node:fs"',
  ],
  ['a neighbour', "import './other.ts'; export const manifest = {};", 'it imports "./other.ts"'],
  ['the environment', 'export const manifest = { a: process.env.HOME };', 'it uses process'],
  [
    'a built-in by the process',
    "export const manifest = { a: globalThis.process.getBuiltinModule('fs') };",
    'it uses process',
  ],
  ['the network', "export const manifest = { a: await fetch('http://127.0.0.1/') };", 'it uses fetch'],
  ['the clock', 'export const manifest = { a: Date.now() };', 'it uses Date'],
  ['a fine clock', 'export const manifest = { a: performance.now() };', 'it uses performance'],
  ['chance', 'export const manifest = { a: Math.random() };', 'it uses Math.random'],
  ['chance, by keys', 'export const manifest = { a: crypto.randomUUID() };', 'it uses crypto'],
  [
    'another thread',
    "import { Worker } from 'node:worker_threads'; export const manifest = {};",
    'it imports "node:worker_threads"',
  ],
  ['no export', 'export const other = {};', 'does not export `manifest`'],
  ['an endless loop', 'while (true); export const manifest = {};', 'did not end within 500 ms'],
])('%s is out of reach', async (_, text, error) => {
  expect(await evaluate(text)).toMatchObject({ ok: false, error: expect.stringContaining(error) });
});

test('what differs between two evaluations shows', async () => {
  const text = 'globalThis.count = (globalThis.count ?? 0) + 1; export const manifest = { count: globalThis.count };';
  expect(await evaluate(text)).toMatchObject({ ok: true, first: '{"count":1}', second: '{"count":2}' });
});

test('values that JSON cannot hold are named', async () => {
  const text = 'export const manifest = { a: () => 1, b: [NaN], c: new Map(), d: undefined, e: Symbol() };';
  expect(await evaluate(text)).toMatchObject({
    notData: ['a: function', 'b.0: number', 'c: not a plain object', 'e: symbol'],
  });
});

test('one that hangs does not take the others with it', async () => {
  const sources = [
    { id: 'first', text: 'export const manifest = { a: 1 };' },
    { id: 'stuck', text: 'while (true); export const manifest = {};' },
    { id: 'last', text: 'export const manifest = { a: 2 };' },
  ];
  const results = await evaluateManifests(sources, { timeoutMs: 300 });
  expect([...results].map(([id, { ok }]) => [id, ok])).toEqual([
    ['first', true],
    ['stuck', false],
    ['last', true],
  ]);
});
