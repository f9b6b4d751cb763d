import { parseArgs } from 'node:util';
import { explainRule, unknownRule } from './report/explain.ts';
import { formatJson } from './report/json.ts';
import { formatReport } from './report/text.ts';
import { UnknownManifestError, verify } from './verify.ts';

/** Where a command writes. */
export interface CommandOutput {
  out(text: string): void;
  error(text: string): void;
}

const usage = `Usage: verify [id…] [options]

  id              manifests to verify; none: all of them, and the rules of the repository
  --json          print { manifests: [{ id, level, manifest }], problems }
  --explain RULE  say what a rule wants and why
  --help          this text
`;

/** Runs `verify` with its arguments. Answers with the exit code: 0 all well, 1 errors were found, 2 the call makes no sense. */
export async function runVerifyCommand(root: string, argv: readonly string[], output: CommandOutput): Promise<number> {
  let parsed: ReturnType<typeof parse>;
  try {
    parsed = parse(argv);
  } catch (error) {
    output.error(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
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
    const report = await verify({ root, ids: positionals });
    output.out(values.json ? formatJson(report) : formatReport(report));
    return report.problems.some(({ severity }) => severity === 'error') ? 1 : 0;
  } catch (error) {
    if (!(error instanceof UnknownManifestError)) throw error;
    output.error(`${error.message}\n`);
    return 2;
  }
}

function parse(argv: readonly string[]) {
  return parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: { json: { type: 'boolean' }, explain: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
  });
}
