import type { Contract, Manifest } from '@patchbay/schema';
import type { Cause, Problem } from '../check.ts';
import type { ManifestContext } from '../manifest/context.ts';
import { isFixture } from '../manifest/is-fixture.ts';
import { basePathOf, findRow, methodOf, normalisePath } from '../support/contract-rows.ts';
import { requestPath } from '../support/templates.ts';

/** Rules that hold what fixtures show: one fault in what all calls share turns each of them red. */
const ofFixtures = new Set([
  ...['required-fixtures', 'replay', 'replay-coverage', 'canary', 'sync-records', 'resource-items'],
  ...['rate-limit', 'record-fields', 'error-table'],
]);
const ofRequests = new Set([...ofFixtures, 'requests-in-contract']);

/** Notes on problems what they come from, where one thing brings several. */
export function findCauses(problems: readonly Problem[], context: ManifestContext): Problem[] {
  const path = wrongBasePath(context);
  const files = brokenFixtures(problems, context);
  const sorted = problems.map((problem): Problem => {
    const cause = path && ofRequests.has(problem.rule) ? path : files && isConsequence(problem, context) ? files : null;
    return cause === null || problem.cause ? problem : { ...problem, cause };
  });
  const isOf = (cause: Cause | null) => sorted.filter((problem) => problem.cause === cause);
  const brings = { path: isOf(path).length > 1, files: isOf(files).some(({ rule }) => ofFixtures.has(rule)) };
  // A cause that brings nothing else says no more than the problem.
  return sorted.map(({ cause, ...problem }) => {
    const isKept = cause && (cause === path ? brings.path : cause === files ? brings.files : true);
    return isKept ? { ...problem, cause } : problem;
  });
}

/** The base URL has another path than the contract, so that no request of it is found there. */
function wrongBasePath({ manifest, contract, at }: ManifestContext): Cause | null {
  const prefix = contract && contractPrefix(manifest, contract);
  if (prefix === null) return null;
  const [written, wanted] = [basePathOf(manifest.http?.baseUrl), prefix].map((path) => path || '/');
  return {
    ...at('http.baseUrl'),
    message: `http.baseUrl has the path "${written}", and the requests of the contract begin with "${wanted}"`,
    fix: `let http.baseUrl end in "${wanted}", or correct basePath in contract.json`,
  };
}

/** The one path before the requests that are not in the contract, with which all of them would be; null when there is none. */
function contractPrefix(manifest: Manifest, contract: Contract): string | null {
  const calls = Object.values(manifest.operations).filter(({ request, baseUrl }) => request && !baseUrl);
  const missing = calls.filter((operation) => !findRow(contract, manifest, operation));
  if (missing.length < 2) return null;
  const prefixes = missing.map((operation) => {
    const path = normalisePath(requestPath(operation.request ?? ''));
    const rows = contract.operations
      .filter(({ method }) => method === methodOf(operation))
      .map((row) => normalisePath(contract.basePath + row.path));
    return rows.filter((row) => row.endsWith(path)).map((row) => row.slice(0, row.length - path.length));
  });
  return prefixes[0]?.find((prefix) => prefixes.every((others) => others.includes(prefix))) ?? null;
}

/** Fixtures that could not be read show nothing; what they would have shown is missing then. Nor do those there are none of. */
function brokenFixtures(problems: readonly Problem[], { folder, files, at }: ManifestContext): Cause | null {
  if (![...files.keys()].some(isFixture))
    return {
      ...at(''),
      message: 'there is no fixture',
      fix: 'add fixtures/<name>.json: one call, and what goes over the wire',
    };
  const broken = problems.filter(({ rule, file }) => isUnreadable(rule) && isFixture(file.slice(folder.length + 1)));
  const [first] = broken;
  const names = [...new Set(broken.map(({ file }) => file.slice(folder.length + 1)))];
  if (!first) return null;
  return {
    file: first.file,
    line: first.line,
    message: `${names.join(', ')} cannot be used, so that what ${names.length === 1 ? 'it shows' : 'they show'} is missing`,
    fix: 'correct the fixture first',
  };
}

function isUnreadable(rule: string): boolean {
  return rule === 'fixtures' || rule === 'readable-files';
}

function isConsequence({ rule, file }: Problem, { folder }: ManifestContext): boolean {
  return ofFixtures.has(rule) || (isUnreadable(rule) && isFixture(file.slice(folder.length + 1)));
}
