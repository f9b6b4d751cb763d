import { cp, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { CommandContext } from './command.ts';
import { runCli } from './run-cli.ts';

const testData = fileURLToPath(new URL('../../../packages/scaffold/test-data', import.meta.url));

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'patchbay-create-'));
  await mkdir(join(root, 'manifests'));
  await cp(testData, root, { recursive: true });
});
afterEach(() => rm(root, { recursive: true }));

async function run(argv: string[], change: Partial<CommandContext> = {}) {
  const written = { out: '', error: '' };
  const context: CommandContext = {
    ...{ folder: root, env: {} },
    out(text) {
      written.out += text;
    },
    error(text) {
      written.error += text;
    },
    ...change,
  };
  const code = await runCli(['create', ...argv], context);
  return { code, ...written };
}
const made = () => readdir(join(root, 'manifests'));

test('a description and four words make a bronze manifest, and what silver takes is said', async () => {
  const operations = 'checks/run,GET /monitors/{monitor_id}/checks';
  const options = ['--from-openapi', 'monitor-3.0.json', '--category', 'Monitoring', '--operations', operations];
  const { code, out, error } = await run(['watchtower', ...options]);
  expect(error).toBe('');
  expect(code).toBe(0);
  expect(out).toContain('manifests/watchtower: 3 operations (getAccount, runChecks, listChecksForMonitor)');
  expect(out).toContain('GET /account was added');
  expect(out).toMatch(/watchtower {2}bronze/);
  expect(out).toContain('For silver it lacks:\n  mutations-silver: ');
  expect(out).not.toContain('a second sync');
  expect(await made()).toEqual(['watchtower']);
});

test('without a terminal all that is missing is named at once', async () => {
  expect(await run([])).toMatchObject({
    code: 2,
    error: expect.stringContaining('Missing: <id>, --operations, --category, --name, --auth, --base-url, --docs.'),
  });
  const { code, error } = await run(['acme', '--from-openapi', 'planner-3.1.yaml']);
  expect(code).toBe(2);
  expect(error).toContain('Missing: --operations, --category.');
  expect(error).toMatch(/listTasks +GET \/tasks {2}List tasks/);
  expect(await made()).toEqual([]);
});

test('with a terminal it asks for what is missing, and shows the operations there are', async () => {
  const questions: string[] = [];
  const answers = ['planner', 'getMe, listTasks', 'Productivity'];
  const ask = async (question: string) => {
    questions.push(question);
    return answers[questions.length - 1] ?? '';
  };
  const { code, out } = await run(['--from-openapi', 'planner-3.1.yaml'], { ask });
  expect(code).toBe(0);
  expect(questions.map((question) => question.split(/[ ,:]/)[0])).toEqual(['Id', 'Operations', 'Category']);
  expect(out).toMatch(/deleteTask +DELETE \/tasks\/\{task_id\}/);
  expect(out).toMatch(/planner {2}bronze/);
});

test('an answer that is left empty makes nothing', async () => {
  const { code, error } = await run(['--from-openapi', 'planner-3.1.yaml'], { ask: async () => '' });
  expect({ code, error }).toEqual({ code: 2, error: 'Nothing was made: an answer was left empty.\n' });
  expect(await made()).toEqual([]);
});

test('without a description the calls cite the reference, and what they answer is said to be made up', async () => {
  const options = ['--name', 'Handmade', '--auth', 'basic', '--base-url', 'https://api.handmade.example.com/v1'];
  const rest = ['--docs', 'https://handmade.example.com/api', '--category', 'Productivity'];
  const { code, out } = await run([
    'handmade',
    ...options,
    ...rest,
    '--operations',
    'GET /me,POST /items/{item_id}/notes',
  ]);
  expect(code).toBe(0);
  expect(out).toMatch(/handmade {2}bronze/);
  expect(out).toContain('What the calls answer is made up');
});

test.each([
  [['--from-openapi', 'none.yaml'], /There is no file .*none\.yaml/],
  [
    ['--from-openapi', 'planner-3.1.yaml', '--operations', 'listTask', '--category', 'Cloud'],
    /did you mean "listTasks"/,
  ],
  [['--from-openapi', 'planner-3.1.yaml', '--operations', 'getMe', '--category', 'Clod'], /did you mean "Cloud"/],
  [
    ['--from-openapi', 'planner-3.1.yaml', '--operations', 'getMe', '--category', 'Cloud', '--auth', 'magic'],
    /called "magic"/,
  ],
  [
    ['--from-openapi', 'planner-3.1.yaml', '--operations', 'getMe', '--category', 'Cloud', '--base-url', 'http://x'],
    /--base-url is an https address/,
  ],
  [['--nonsense'], /--nonsense/],
])('%j is answered with a way on, and nothing is made', async (options, message) => {
  const { code, error } = await run(['acme', ...options]);
  expect(error).toMatch(message);
  expect(code).toBe(2);
  expect(await made()).toEqual([]);
});

test('an id that leads out of the folder makes nothing anywhere', async () => {
  const options = ['--from-openapi', 'planner-3.1.yaml', '--operations', 'getMe', '--category', 'Cloud'];
  const before = await readdir(root);
  expect(await run(['../acme', ...options])).toMatchObject({ code: 2, error: expect.stringContaining('is no id') });
  expect(await readdir(root)).toEqual(before);
});
