// What docs/adding-a-manifest.md says is done here, to the letter.
import { execFileSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { verify } from '@patchbay/verify';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runCli } from './run-cli.ts';

const repository = fileURLToPath(new URL('../../..', import.meta.url));
const testData = 'packages/scaffold/test-data';

let root: string;
let guide: string;
beforeEach(async () => {
  guide = await readFile(join(repository, 'docs/adding-a-manifest.md'), 'utf8');
  root = await mkdtemp(join(tmpdir(), 'patchbay-guide-'));
  await mkdir(join(root, 'packages/scaffold'), { recursive: true });
  await cp(join(repository, testData), join(root, testData), { recursive: true });
  await cp(join(repository, 'manifests/_template'), join(root, 'manifests/_template'), { recursive: true });
});
afterEach(() => rm(root, { recursive: true }));

/** The commands of the first example below a text of the guide. */
function commandsBelow(text: string): string[] {
  const from = guide.indexOf(text);
  expect(from, `the guide says "${text}"`).toBeGreaterThanOrEqual(0);
  const block = /```sh\n(.*?)```/s.exec(guide.slice(from))?.[1] ?? '';
  return block.split('\n').filter((line) => line !== '');
}

/** Runs a line as it stands: the command of ours in this process, another one in a shell. */
async function follow(line: string): Promise<string> {
  const [command, ...argv] = line.split(' ');
  if (command !== 'patchbay') return execFileSync('sh', ['-c', line], { cwd: root, encoding: 'utf8' });
  let said = '';
  const say = (text: string) => {
    said += text;
  };
  // The index of a catalog is none of an empty folder's.
  const only = argv[0] === 'create' ? ['--no-index'] : [];
  const code = await runCli([...argv, ...only], { folder: root, env: {}, out: say, error: say });
  expect({ line, code, said }).toMatchObject({ code: 0 });
  return said;
}

async function levelOf(id: string): Promise<{ level: string | undefined; problems: string[] }> {
  const { manifests, problems } = await verify({ root, ids: [id] });
  return { level: manifests[0]?.level, problems: problems.map(({ rule, message }) => `${rule}: ${message}`) };
}

test('the template, copied and renamed, is bronze, and silver with its score', async () => {
  for (const line of commandsBelow('copy the template')) await follow(line);
  expect(await levelOf('acme')).toEqual({ level: 'bronze', problems: [] });
  await follow('patchbay verify acme --mutations --write');
  expect(await levelOf('acme')).toEqual({ level: 'silver', problems: [] });
  // All of them, in a folder that is no clone: there are no generated files to look at.
  expect(await follow('patchbay verify')).toContain('1 manifest, 0 errors');
});

test('a copy that still speaks of the template is told so', async () => {
  const [copy = '', move = ''] = commandsBelow('copy the template');
  await follow(copy);
  await follow(move);
  const { level, problems } = await levelOf('acme');
  expect(level).toBe('invalid');
  expect(problems).toContainEqual('template-leftovers: "Your provider" is the name of the template');
});

test('the worked example reaches what it says it reaches', async () => {
  const [create = '', measure = '', ask = ''] = commandsBelow('## A worked example');
  expect(await follow(create)).toMatch(
    /planner {2}bronze[\s\S]*leaves out the query parameter "filter"[\s\S]*The links lead to/,
  );
  await follow(measure);
  expect(await follow(ask)).toMatch(/planner {2}silver/);

  const added = /write `(resources: .*?)` below `test`/.exec(guide)?.[1] ?? 'the guide names no resource';
  const file = join(root, 'manifests/planner/planner.manifest.ts');
  const text = await readFile(file, 'utf8');
  await writeFile(
    file,
    text
      .replace("['write', 'health']", "['write', 'discovery', 'health']")
      .replace(/( {2}test: .*\n)/, (line) => `${line}  ${added}\n`),
  );
  expect((await levelOf('planner')).problems.join('\n')).toContain('tasks');

  const fixtures = join(root, 'manifests/planner/fixtures');
  const fixture = JSON.parse(await readFile(join(fixtures, 'list-tasks.json'), 'utf8'));
  fixture.call = { discover: 'tasks' };
  for (const { request } of fixture.interactions) {
    request.path = request.path.replace(/status=open&due_before=[^&]*&/, '');
    delete request.headers['x-trace-id'];
  }
  fixture.expect.first = JSON.parse(/what `item` makes: `(.*?)`/.exec(guide)?.[1] ?? 'null');
  await writeFile(join(fixtures, 'discover-tasks.json'), `${JSON.stringify(fixture, null, 2)}\n`);
  expect(await levelOf('planner')).toEqual({ level: 'bronze', problems: [] });
  await follow(measure);
  expect(await levelOf('planner')).toEqual({ level: 'silver', problems: [] });
});
