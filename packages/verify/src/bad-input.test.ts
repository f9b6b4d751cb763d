import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { groupProblems } from './report/text.ts';
import { type Sample, toFiles } from './sample.ts';
import { verify } from './verify.ts';

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'patchbay-bad-input-'));
});
afterAll(() => rm(root, { recursive: true }));

const folder = 'manifests/example-forge';

/** Writes a sample to disk and verifies it as the command does. */
async function verifySample(sample: Sample) {
  await rm(join(root, folder), { recursive: true, force: true });
  for (const [name, text] of toFiles(sample)) {
    const path = join(root, folder, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  }
  return verify({ root, ids: ['example-forge'] });
}

function source(body: string, before = '', after = ''): Sample {
  return {
    text: `import { defineManifest } from '@patchbay/schema';\n${before}export const manifest = defineManifest(${body});\n${after}`,
  };
}

function withTeam(field: object): Sample {
  return {
    change: (manifest) => ({
      ...manifest,
      settings: { ...manifest.settings, team: { type: 'text', ...field } },
      operations: {
        ...manifest.operations,
        listRepositories: { ...manifest.operations.listRepositories, query: { visibility: '{settings.team}' } },
      },
    }),
  };
}

function withBaseUrl(baseUrl: string, hosts: string[]): Sample {
  return {
    change: ({ settings: _settings, ...manifest }) => ({ ...manifest, hosts, http: { baseUrl: `${baseUrl}/api/v1` } }),
  };
}

const brackets = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;
const tenMegabytes = 'x'.repeat(10_000_000);
const fixture = (body: string) =>
  `{"provenance":{"kind":"synthesised","source":"abc","date":"2026-01-01"},"call":{"test":true},"interactions":[{"request":{"method":"GET","path":"/api/v1/user"},"response":{"status":200,"body":${body}}}],"expect":{}}`;

const manifestFile = 'example-forge.manifest.ts';

test.each<[what: string, sample: Sample, place: string, rule: string, message: string]>([
  ['a syntax error', source('{ schema: 1,\n  id: '), `${manifestFile}:3`, 'schema', 'not valid TypeScript'],
  ['an empty file', { text: '' }, `${manifestFile}:1`, 'schema', 'there is no manifest file'],
  ['a thrown exception', source('{}', '', "throw new Error('no');\n"), `${manifestFile}:3`, 'purity', 'a throw'],
  ['an endless loop', source('{}', 'while (true);\n'), `${manifestFile}:2`, 'purity', 'a while'],
  ['10 MB', { text: `// ${tenMegabytes}\n` }, `${manifestFile}:1`, 'readable-files', '10000004 bytes'],
  ['brackets without end', source(brackets(5_000)), `${manifestFile}:1`, 'readable-files', 'more than 100 deep'],
  ['what is no text', { text: '\0PNG' }, `${manifestFile}:1`, 'readable-files', 'not UTF-8'],
  [
    'constants that double, as lists',
    source(
      '{ schema: 1, x: a40 }',
      doubling(40, (name) => `[${name}, ${name}]`, '["x"]'),
    ),
    `${manifestFile}:1`,
    'deterministic',
    'memory|did not end',
  ],
  [
    'constants that double, as text',
    source(
      '{ schema: 1, x: a40 }',
      doubling(40, (name) => `\`\${${name}}\${${name}}\``, '"xxxxxxxx"'),
    ),
    `${manifestFile}:1`,
    'deterministic',
    'Invalid string length',
  ],
  [
    'constants put into each other',
    source(
      '{ schema: 1, x: a300 }',
      doubling(300, (name) => `[${name}]`, '[]'),
    ),
    `${manifestFile}:1`,
    'deterministic',
    'nested more than 100 deep, at x.0.0',
  ],
  ['__proto__', source('{ schema: 1, "__proto__": { a: 1 } }'), `${manifestFile}:2`, 'purity', 'the key __proto__'],
  [
    'an operation called constructor',
    { change: (manifest) => withOperation(manifest, 'constructor') },
    `${manifestFile}:93`,
    'schema',
    'every object has something of this name',
  ],
  [
    'a test that calls toString',
    { change: (manifest) => ({ ...manifest, test: { operation: 'toString' } }) },
    `${manifestFile}:95`,
    'schema',
    'every object has something of this name',
  ],
  ['a getter', source('{ get schema() { return 1; } }'), `${manifestFile}:2`, 'purity', 'accessor'],
  ['process.exit', source('{ schema: process.exit(1) }'), `${manifestFile}:2`, 'purity', 'process.exit(1)'],
  ['fetch at import', source('{}', "await fetch('http://127.0.0.1/');\n"), `${manifestFile}:2`, 'purity', 'fetch'],
  [
    'a constant of itself',
    source('{ schema: 1, x: a }', 'const a = [a];\n'),
    `${manifestFile}:2`,
    'purity',
    '"a" is not',
  ],
  [
    'an import of threads',
    source('{}', "import { Worker } from 'node:worker_threads';\n"),
    `${manifestFile}:2`,
    'purity',
    'imports "node:worker_threads"',
  ],
  ['an import of itself', source('{}', `import './${manifestFile}';\n`), `${manifestFile}:2`, 'purity', 'imports "./'],
  ['an import when it is read', source('{ x: import("node:net") }'), `${manifestFile}:2`, 'purity', 'an import'],
  ['what is passed on', source('{}', '', "export * from 'node:fs';\n"), `${manifestFile}:3`, 'purity', 'export all'],
  ['a wait without end', source('{}', 'await new Promise(() => {});\n'), `${manifestFile}:2`, 'purity', 'await new'],
  ['a proxy', source('new Proxy({}, {})'), `${manifestFile}:2`, 'purity', 'new Proxy'],
  ['the environment', source('{ x: process.env.HOME }'), `${manifestFile}:2`, 'purity', 'process.env.HOME'],
  [
    'a method of a builder',
    source('{ x: defineManifest.__defineGetter__("text", 1) }'),
    `${manifestFile}:1`,
    'deterministic',
    'Expecting function',
  ],
  ['types upon types', source(`{} ${'as any '.repeat(30_000)}`), `${manifestFile}:2`, 'purity', 'more than 10 types'],
  [
    'fields without end',
    source(`{ ${Array.from({ length: 50_000 }, (_, index) => `k${index}: 1`).join(', ')} }`),
    `${manifestFile}:2`,
    'schema',
    'schema is missing|id is missing',
  ],
  ...(
    [
      ['a sign that is not drawn', '\\0', 'U+0000'],
      ['text that runs backwards', '\\u202e', 'U+202E'],
      ['half a letter', '\\ud800', 'U+D800'],
    ] as const
  ).map(([what, sign, name]): [string, Sample, string, string, string] => [
    what,
    { text: (toFiles({}).get(manifestFile) ?? '').replace('"name": "Example Forge"', `"name": "Example${sign}Forge"`) },
    `${manifestFile}:7`,
    'schema',
    `name holds ${name}, which nobody sees`,
  ]),
  ['no object', { text: 'export const manifest = null;\n' }, `${manifestFile}:1`, 'schema', 'the manifest is null'],
  [
    'a setting that is its own default',
    { change: (manifest) => withServer(manifest, '{settings.baseUrl}') },
    `${manifestFile}:28`,
    'fields-usable',
    'settings.baseUrl.default is "{settings.baseUrl}"',
  ],
  [
    'a template of itself',
    {
      change: (manifest) => ({
        ...manifest,
        http: { baseUrl: '{settings.baseUrl}/api/v1', headers: { 'x-a': '{http.headers}' } },
      }),
    },
    `${manifestFile}:45`,
    'placeholders',
    '{http.headers} in http.headers.x-a does not resolve',
  ],
  ['a pattern without end', withTeam({ pattern: '(a+)+$' }), `${manifestFile}:31`, 'fields-usable', 'would not end'],
  ['a pattern that is none', withTeam({ pattern: '(' }), `${manifestFile}:31`, 'fields-usable', 'not a regular'],
  ['a pattern that looks ahead', withTeam({ pattern: '(?=a)b' }), `${manifestFile}:31`, 'fields-usable', 'look-around'],
  [
    'a format without end',
    {
      change: (manifest) => ({
        ...manifest,
        auth: [
          {
            id: 'token',
            type: 'bearer',
            setup: ['Make a token.'],
            fields: {
              token: {
                type: 'secret',
                label: 'Token',
                required: true,
                formats: [{ id: 'a', label: 'token', pattern: 'tok_(x+x+)+y' }],
              },
            },
          },
        ],
      }),
    },
    `${manifestFile}:49`,
    'fields-usable',
    'would not end',
  ],
  [
    'a letter of another alphabet in a host',
    withBaseUrl('https://аpi.example.com', ['аpi.example.com']),
    `${manifestFile}:24`,
    'schema',
    '"а" (U+0430)',
  ],
  [
    'the same, encoded',
    withBaseUrl('https://api.example.com', ['api.example.com', 'xn--pi-7kc.example.com']),
    `${manifestFile}:25`,
    'plain-hosts',
    'stands for "pаi.example.com", with "а" (U+0430)',
  ],
  [
    'a full-width dot in a link',
    {
      change: (manifest) => ({ ...manifest, links: { ...manifest.links, homepage: 'https://forge。example.com' } }),
    },
    `${manifestFile}:14`,
    'plain-hosts',
    '"。" (U+3002)',
  ],
  ['no contract', { files: { 'contract.json': null } }, 'contract.json:1', 'contract', 'is missing'],
  [
    'a contract of 10 MB',
    { files: { 'contract.json': JSON.stringify({ source: tenMegabytes }) } },
    'contract.json:1',
    'readable-files',
    'bytes',
  ],
  ['a contract cut off', { files: { 'contract.json': '{ "source": ' } }, 'contract.json:1', 'contract', 'not JSON'],
  ['a contract that is null', { files: { 'contract.json': 'null' } }, 'contract.json:1', 'contract', 'received null'],
  [
    'a contract of __proto__',
    { files: { 'contract.json': '{ "__proto__": { "source": "x" } }' } },
    'contract.json:1',
    'contract',
    'contract.json, source',
  ],
  [
    'a contract without end',
    { files: { 'contract.json': brackets(200_000) } },
    'contract.json:1',
    'readable-files',
    'more than 100 deep',
  ],
  [
    'no fixtures at all',
    {
      files: Object.fromEntries(
        [...toFiles({}).keys()].filter((name) => name.startsWith('fixtures/')).map((name) => [name, null]),
      ),
    },
    `${manifestFile}:1`,
    'required-fixtures',
    'no fixture',
  ],
  [
    'a fixture cut off',
    { files: { 'fixtures/test.json': '{ "call": ' } },
    'fixtures/test.json:1',
    'fixtures',
    'not JSON',
  ],
  [
    'a fixture of 10 MB',
    { files: { 'fixtures/huge.json': fixture(`"${tenMegabytes}"`) } },
    'fixtures/huge.json:1',
    'readable-files',
    'bytes',
  ],
  [
    'an answer without end',
    { files: { 'fixtures/deep.json': fixture(brackets(200_000)) } },
    'fixtures/deep.json:1',
    'readable-files',
    'more than 100 deep',
  ],
  [
    'a fixture that is broken, and with it what it alone shows',
    { files: { 'fixtures/create-comment.json': '{' } },
    'fixtures/create-comment.json:1',
    'fixtures',
    'not JSON',
  ],
  [
    'vectors cut off',
    { files: { 'webhook-vectors.json': '{' } },
    'webhook-vectors.json:1',
    'webhook-vector',
    'not JSON',
  ],
  ['no logo', { files: { 'logo.svg': null } }, 'logo.svg:1', 'safe-logo', 'is missing'],
  [
    'a logo of 10 MB',
    { files: { 'logo.svg': `<svg><path d="${tenMegabytes}"/></svg>` } },
    'logo.svg:1',
    'readable-files',
    'bytes',
  ],
  [
    'a long logo of many faults',
    { files: { 'logo.svg': `<svg>${'<script/>'.repeat(10_000)}</svg>` } },
    'logo.svg:1',
    'safe-logo',
    '20 000 are enough',
  ],
  [
    'a logo with a script',
    { files: { 'logo.svg': '<svg xmlns="http://www.w3.org/2000/svg">\n<script>alert(1)</script></svg>\n' } },
    'logo.svg:2',
    'safe-logo',
    'element <script>',
  ],
  ['no package', { files: { 'package.json': null } }, 'package.json:1', 'identity', 'missing or not JSON'],
  ['a package that is null', { files: { 'package.json': 'null' } }, 'package.json:1', 'identity', 'not JSON'],
])('%s is one clear problem', async (_, sample, place, rule, message) => {
  const { problems, manifests } = await verifySample(sample);
  const groups = groupProblems(problems);
  expect(groups.map(([first]) => first?.rule)).toEqual([rule]);
  expect(problems[0]).toMatchObject({ rule, message: expect.stringMatching(toPattern(message)) });
  expect(`${problems[0]?.file}:${problems[0]?.line}`).toBe(`${folder}/${place}`);
  expect(manifests[0]?.level).not.toBe('bronze');
});

test.each<[what: string, name: string, make: (path: string) => Promise<unknown>, reason: string]>([
  ['a link out of the folder', 'logo.svg', (path) => symlink('/etc/hostname', path), 'it is a link'],
  ['a link that leads nowhere', 'fixtures/other.json', (path) => symlink('/nowhere', path), 'it is a link'],
  ['a folder of links to itself', 'fixtures/again.json', (path) => symlink(dirname(path), path), 'it is a link'],
  [
    'a pipe that nobody writes to',
    'fixtures/pipe.json',
    async (path) => execFileSync('mkfifo', [path]),
    'it is a pipe, socket or device',
  ],
  [
    'text of another encoding',
    'contract.json',
    (path) => writeFile(path, Buffer.from('{}', 'utf16le')),
    'it is not UTF-8 text',
  ],
])('%s is one clear problem', async (_, name, make, reason) => {
  await verifySample({});
  const path = join(root, folder, name);
  await rm(path, { force: true });
  await make(path);
  const { problems } = await verify({ root, ids: ['example-forge'] });
  expect(groupProblems(problems).map(([first]) => first?.rule)).toEqual(['readable-files']);
  expect(problems[0]?.message).toContain(`${name} was not read: ${reason}`);
});

test.each([
  ['a mark before the first letter', (text: string) => `\ufeff${text}`],
  ['line ends of Windows', (text: string) => text.replaceAll('\n', '\r\n')],
])('%s changes nothing of what is proven', async (_, change) => {
  const { problems, manifests } = await verifySample({ text: change(toFiles({}).get(manifestFile) ?? '') });
  expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  expect(manifests[0]?.level).toBe('bronze');
});

/** `memory|did not end` are two ways to say it; everything else is text. */
function toPattern(message: string): RegExp {
  return new RegExp(
    message
      .split(/(?<=\w)\|(?=\w)/)
      .map((text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .join('|'),
  );
}

function doubling(count: number, next: (name: string) => string, first: string): string {
  const lines = [`const a0 = ${first};`];
  for (let index = 1; index <= count; index++) lines.push(`const a${index} = ${next(`a${index - 1}`)};`);
  return `${lines.join('\n')}\n`;
}

function withOperation(manifest: Parameters<NonNullable<Sample['change']>>[0], name: string): object {
  return { ...manifest, operations: { ...manifest.operations, [name]: manifest.operations.getUser } };
}

function withServer(manifest: Parameters<NonNullable<Sample['change']>>[0], value: string): object {
  return { ...manifest, settings: { baseUrl: { ...manifest.settings?.baseUrl, default: value } } };
}
