import { parseArgs } from 'node:util';
import { closestName } from '@patchbay/registry';
import { type Level, levels } from './check.ts';
import { fixManifests } from './fix/fix-manifests.ts';
import { writeEvidence } from './mutation/write-evidence.ts';
import { formatAnnotations } from './report/annotations.ts';
import { explainRule, unknownRule } from './report/explain.ts';
import { formatJson } from './report/json.ts';
import { formatSarif } from './report/sarif.ts';
import { formatScores } from './report/scores.ts';
import { formatReport } from './report/text.ts';
import { formatTimings } from './report/timings.ts';
import { changedManifests, UnknownChangesError } from './repository/changed-manifests.ts';
import { rules } from './rules.ts';
import { suggest } from './support/suggest.ts';
import { targetOf, UnknownManifestError } from './target.ts';
import { createVerifier, scoreManifests, type VerifyReport } from './verify.ts';
import { watchManifests } from './watch.ts';

/** Where a command writes. */
export interface CommandOutput {
  out(text: string): void;
  error(text: string): void;
}

/** What a command knows of where it was called. */
export interface CommandPlace {
  /** The folder it was called in. Default: the clone. */
  folder?: string;
  /** Gives a signal that is aborted when somebody ends the command; asked only by what goes on until then. */
  untilStopped?(): AbortSignal;
}

const usage = `Usage: verify [id… | ./folder] [options]

  id              manifests to verify; none: all of them, and the rules of the repository
  ./folder        manifests of your own, outside of a clone: <id>.manifest.ts there or one folder below
  --fix           first correct what has one correction: order of keys, formats, generated files
  --watch         go on, and verify again what changes
  --changed BASE  only those that differ from a branch, such as origin/main
  --level LEVEL   fail when one of them is below bronze, silver, gold or platinum
  --json          print { manifests: [{ id, level, manifest }], problems }
  --timings       say how long each manifest took; with --json as durationMs
  --github        print problems as annotations of a GitHub workflow
  --sarif         print problems as SARIF 2.1.0
  --mutations     change each manifest in many small ways and say which changes nothing noticed
  --write         with --mutations: keep each score in evidence.json beside its manifest
  --explain RULE  say what a rule wants and why
  --help          this text
`;

const options = {
  fix: { type: 'boolean' },
  watch: { type: 'boolean' },
  timings: { type: 'boolean' },
  mutations: { type: 'boolean' },
  write: { type: 'boolean' },
  changed: { type: 'string' },
  level: { type: 'string' },
  github: { type: 'boolean' },
  sarif: { type: 'boolean' },
  json: { type: 'boolean' },
  explain: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

/**
 * Runs `verify` with its arguments; `root` is the clone, or null outside of one. Answers with the exit code: 0 all well, 1 errors
 * were found, 2 the call makes no sense.
 */
export async function runVerifyCommand(
  root: string | null,
  argv: readonly string[],
  output: CommandOutput,
  { folder = root ?? '.', untilStopped = () => new AbortController().signal }: CommandPlace = {},
): Promise<number> {
  let parsed: ReturnType<typeof parse>;
  try {
    parsed = parse(argv);
  } catch (error) {
    output.error(`${explainArguments(error)}\n\n${usage}`);
    return 2;
  }
  const { values, positionals } = parsed;
  if (values.help) {
    output.out(usage);
    return 0;
  }
  if (values.explain !== undefined) {
    const text = explainRule(values.explain);
    if (text === null) output.error(`${unknownRule(values.explain)}\n`);
    else output.out(text);
    return text === null ? 2 : 0;
  }
  try {
    if (values.mutations) {
      const { root: clone, ids } = await targetOf(root, positionals, folder);
      if (clone === null) throw new UnknownManifestError('Mutations are made inside a clone of Patchbay.');
      const scores = await scoreManifests({ root: clone, ids });
      const today = new Date().toISOString().slice(0, 10);
      if (values.write) for (const score of scores) await writeEvidence(clone, score, today);
      output.out(values.json ? `${JSON.stringify(scores, null, 2)}\n` : formatScores(scores));
      const missing = positionals.filter((id) => !scores.some((score) => score.id === id));
      if (missing.length > 0)
        output.error(`Not scored: ${missing.join(', ')}. Its fixtures fail as it is; make \`verify\` green first.\n`);
      return missing.length > 0 ? 1 : 0;
    }
    const wanted = readLevel(values.level);
    const changed = values.changed === undefined ? null : await changedManifests(root ?? folder, values.changed);
    if (changed?.length === 0 && positionals.length === 0) {
      output.out('No manifest was changed.\n');
      return 0;
    }
    const target = await targetOf(root, positionals.length > 0 ? positionals : (changed ?? []), folder);
    // What is printed for programs stays whole: corrections are told beside it.
    const isForPeople = !values.json && !values.sarif && !values.github;
    if (values.fix)
      for (const { file, what } of await fixManifests(target))
        (isForPeople ? output.out : output.error)(`fixed · ${file}: ${what}\n`);
    if (values.watch) return await watchManifests(target, output, untilStopped());
    const report = await createVerifier(target)();
    if (wanted !== null)
      report.problems.push(...report.capped.filter(({ rule }) => rankOf(gateOf(rule)) <= rankOf(wanted)));
    output.out(formatOf(values)(report));
    if (values.timings && isForPeople) output.out(formatTimings(report));
    const below = report.manifests.filter(({ level }) => wanted !== null && rankOf(level) < rankOf(wanted));
    for (const { id, level, weakest } of below)
      output.error(`${id} is ${level}, and ${wanted} is asked for${weakest ? `: ${weakest}` : ''}.\n`);
    return below.length > 0 || report.problems.some(({ severity }) => severity === 'error') ? 1 : 0;
  } catch (error) {
    const isKnown =
      error instanceof UnknownManifestError ||
      error instanceof UnknownChangesError ||
      error instanceof UnknownLevelError;
    if (!isKnown) throw error;
    output.error(`${error.message}\n`);
    return 2;
  }
}

/** Why the arguments could not be read, with the nearest option there is. */
function explainArguments(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const unknown = /^Unknown option '--([\w-]+)'/.exec(message)?.[1];
  const near = unknown === undefined ? null : closestName(unknown, Object.keys(options));
  return near === null ? message : `Unknown option '--${unknown}'; did you mean "--${near}"?`;
}

class UnknownLevelError extends Error {}

function readLevel(given: string | undefined): Level | null {
  if (given === undefined) return null;
  const level = levels.find((one) => one === given);
  if (level) return level;
  throw new UnknownLevelError(`There is no level "${given}"; ${suggest(given, levels)}`);
}

function rankOf(level: Level | 'invalid'): number {
  return level === 'invalid' ? -1 : levels.indexOf(level);
}

function formatOf({ json, github, sarif, timings }: ReturnType<typeof parse>['values']) {
  if (json) return (report: VerifyReport) => formatJson(report, { hasTimings: timings ?? false });
  if (sarif) return formatSarif;
  // The report stands in the log of the workflow, the annotations beside the lines.
  return github ? (report: VerifyReport) => `${formatReport(report)}${formatAnnotations(report)}` : formatReport;
}

/** The level a rule is needed for. */
function gateOf(id: string): Level {
  return rules.find((rule) => rule.id === id)?.gates ?? 'platinum';
}

function parse(argv: readonly string[]) {
  return parseArgs({
    args: [...argv],
    allowPositionals: true,
    options,
  });
}
