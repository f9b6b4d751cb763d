// npm test: everything, in the order that fails soonest. Ends with `N passed, N failed`.
// With TEST_DATABASE_URL the database suites run on PostgreSQL too. CI=true makes a missing browser or registry a failure and forces turbo.
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const isCI = process.env.CI === 'true';
const scratch = mkdtempSync(join(tmpdir(), 'patchbay-test-'));
// What many short processes of the tests compile is compiled once.
process.env.NODE_COMPILE_CACHE ??= join(scratch, 'compiled');
/** What the suites leave behind is searched when they have ended, for secrets that begin so. */
const leftovers = join(scratch, 'leftovers');
mkdirSync(leftovers);
const mark = `canary-${randomBytes(6).toString('hex')}`;
process.env.PATCHBAY_TEST_LEFTOVERS = leftovers;
process.env.PATCHBAY_TEST_MARK = mark;
const totals = { passed: 0, failed: 0, skipped: 0 };
/** What failed and what passed only when tried again, said once more at the end: there it is found, also where only the end of an output is kept. */
const failures: string[] = [];
const flaky: string[] = [];

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Runs one command as one check. */
function check(title: string, command: string, args: string[], env: NodeJS.ProcessEnv = {}): void {
  const started = Date.now();
  const { status } = spawnSync(command, args, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1', ...env },
  });
  totals[status === 0 ? 'passed' : 'failed'] += 1;
  if (status !== 0) failures.push(`${title}: ${[command, ...args].join(' ')} ended with ${status}`);
  say(`${status === 0 ? 'ok  ' : 'FAIL'} ${title} (${((Date.now() - started) / 1000).toFixed(1)} s)\n`);
}

interface VitestReport {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  success: boolean;
  testResults: {
    /** The file. */
    name: string;
    /** Of a file that failed before its first test. */
    message: string;
    status: string;
    /** `failureMessages` holds what earlier tries said too, of a test that passed in the end. */
    assertionResults: { fullName: string; status: string; failureMessages: string[] }[];
  }[];
}

/** Notes the tests and files that failed, and the tests that passed only when tried again. */
function note(title: string, { testResults }: VitestReport): void {
  const shorten = (text: string) =>
    text
      .split('\n')
      .filter((line) => !/^ +at .*node_modules/.test(line))
      .slice(0, 12)
      .join('\n    ');
  for (const { name, message, status, assertionResults } of testResults) {
    const file = relative(root, name);
    for (const { fullName, status: outcome, failureMessages } of assertionResults) {
      if (failureMessages.length === 0) continue;
      const list = outcome === 'failed' ? failures : flaky;
      list.push(`${title}: ${file}: ${fullName}\n    ${shorten(failureMessages[0] as string)}`);
    }
    if (status === 'failed' && message) failures.push(`${title}: ${file}\n    ${shorten(message)}`);
  }
}

/** Runs vitest projects and adds up their tests. A report that is missing or empty is a failure: no tests is not success. */
function suites(title: string, projects: string[], env: NodeJS.ProcessEnv = {}): void {
  const file = join(scratch, `${title.replace(/\W+/g, '-')}.json`);
  const started = Date.now();
  const args = [
    'run',
    ...projects.flatMap((name) => ['--project', name]),
    `--maxWorkers=${availableParallelism()}`,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${file}`,
  ];
  const { status } = spawnSync('vitest', args, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...env },
  });
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  if (!existsSync(file)) {
    totals.failed += 1;
    failures.push(`${title}: vitest wrote no report`);
    say(`FAIL ${title}: vitest wrote no report (${seconds} s)\n`);
    return;
  }
  const report = JSON.parse(readFileSync(file, 'utf8')) as VitestReport;
  totals.passed += report.numPassedTests;
  totals.skipped += report.numPendingTests;
  totals.failed += report.numFailedTests;
  note(title, report);
  // A file that fails before its first test, or a run without tests, shows in the exit code only.
  if (report.numFailedTests === 0 && (status !== 0 || report.numPassedTests === 0)) {
    totals.failed += 1;
    failures.push(`${title}: vitest ended with ${status}, ${report.numPassedTests} passed`);
  }
  say(
    `${status === 0 && report.numPassedTests > 0 ? 'ok  ' : 'FAIL'} ${title}: ${report.numPassedTests} passed, ${report.numFailedTests} failed, ${report.numPendingTests} skipped (${seconds} s)\n`,
  );
}

const databases = process.env.TEST_DATABASE_URL ? ['pglite', 'postgres'] : ['pglite'];

check('generated files', process.execPath, ['scripts/generate.ts', '--check']);
check('format and lint', 'biome', ['check', '--error-on-warnings', '.']);
check('verify', process.execPath, ['scripts/verify.ts']);
// All in one program, but for what runs in a browser: each package by itself would check again what it imports.
for (const folder of ['.', 'e2e', 'apps/admin']) check(`types of ${folder}`, 'tsc', ['-p', folder]);
suites('unit tests', ['unit']);
suites(`services, jobs and API on ${databases.join(' and ')}`, databases);
check('admin build', 'turbo', [
  'run',
  'build',
  '--filter=@patchbay/admin',
  '--no-update-notifier',
  '--output-logs=errors-only',
  ...(isCI ? ['--force'] : []),
]);
suites('journeys in a browser', ['e2e']);
check('no secret is left anywhere', process.execPath, ['scripts/search-leftovers.ts', leftovers, mark]);

rmSync(scratch, { recursive: true, force: true });
if (flaky.length > 0)
  say(`\nPassed only when tried again, so something in them is left to luck:\n- ${flaky.join('\n- ')}\n`);
if (failures.length > 0) say(`\nFailed:\n- ${failures.join('\n- ')}\n`);
if (totals.skipped > 0) say(`${totals.skipped} skipped: the lines above say what they need.`);
say(`${totals.passed} passed, ${totals.failed} failed`);
process.exit(totals.failed === 0 ? 0 : 1);
