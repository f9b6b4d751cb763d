import type { ErrorRule, Fixture, Manifest } from '@patchbay/schema';
import type { Finding, ManifestCheck } from '../check.ts';
import type { LoadedFixture } from '../manifest/context.ts';
import { replayFixture } from '../replay/replay-fixture.ts';
import { sampleFixture } from '../sample-manifest.ts';

const refused = (expect: Fixture['expect']) =>
  sampleFixture({
    interactions: [
      { request: { method: 'GET', path: '/api/v1/user' }, response: { status: 401, body: { message: 'bad token' } } },
    ],
    expect,
  });
const sentence = 'The forge refused the token.';

export const errorTable: ManifestCheck = {
  id: 'error-table',
  title: 'Every rule of the error table is shown by a fixture, which fails without the rule',
  scope: 'manifest',
  gates: 'silver',
  severity: 'error',
  reason:
    'a rule that no answer ever met may never match, or hide the one after it; people then read the wrong next step',
  fix: 'add a fixture with the answer the rule is for, what it means in expect.errorClass, and its sentence in expect.says',
  samples: {
    passing: {
      change: (manifest) => ({ ...manifest, errors: [{ status: 401, class: 'auth_invalid', message: sentence }] }),
      files: { 'fixtures/test-wrong-token.json': refused({ errorClass: 'auth_invalid', says: sentence }) },
    },
    failing: {
      // The second can never match: the first takes every answer it is for. The third only repeats what the status says.
      change: (manifest) => ({
        ...manifest,
        errors: [
          { status: 401, class: 'auth_invalid' },
          { status: 401, body: 'message', class: 'permission' },
          { status: 403, class: 'permission' },
          { status: 429, class: 'rate_limited', message: sentence },
        ],
      }),
    },
  },
  async check(context) {
    const { manifest, fixtures, at } = context;
    const shown = await findShown(manifest, fixtures);
    const findings: Finding[] = [];
    for (const { path, key, rule } of errorRulesOf(manifest)) {
      const own = shown.get(key);
      if (own?.path !== path) continue;
      if (own.fixtures.length === 0)
        findings.push({ ...at(path), message: `no fixture shows an answer that ${path} matches` });
      else if (!(await isNoticed(withoutRule(manifest, key), own.fixtures)))
        findings.push({
          ...at(path),
          message: `every fixture passes without ${path}: nothing shows what it changes`,
          fix: hasOwnWords(rule)
            ? `add expect.says with the sentence of the rule to ${own.fixtures[0]?.name}`
            : 'remove the rule, which says what the status says anyway, or give it a sentence for people and expect it in expect.says',
        });
    }
    return findings;
  },
};

interface PlacedRule {
  path: string;
  /** Operations may share a rule: it is shown once it is shown for one of them. */
  key: string;
  rule: ErrorRule;
}

/** Which fixtures show the answer of each rule, and where the rule first stands. */
async function findShown(manifest: Manifest, fixtures: readonly LoadedFixture[]) {
  const marked = structuredClone(manifest);
  const shown = new Map<string, { path: string; fixtures: LoadedFixture[] }>();
  for (const { path, key, rule } of errorRulesOf(marked)) {
    if (!shown.has(key)) shown.set(key, { path, fixtures: [] });
    // Rules say their sentence when they match, in the error or in the log of a try that is repeated.
    rule.message = markOf(shown.get(key)?.path ?? path);
  }
  if (shown.size === 0) return shown;
  for (const loaded of fixtures) {
    if (!showsFailure(manifest, loaded.fixture)) continue;
    const { texts } = await replayFixture(marked, loaded.fixture);
    for (const own of shown.values())
      if (texts.some((text) => text.includes(markOf(own.path)))) own.fixtures.push(loaded);
  }
  return shown;
}

async function isNoticed(changed: Manifest, fixtures: readonly LoadedFixture[]): Promise<boolean> {
  for (const { fixture } of fixtures) if ((await replayFixture(changed, fixture)).problems.length > 0) return true;
  return false;
}

/** The manifest without a rule, wherever it stands. */
function withoutRule(manifest: Manifest, key: string): Manifest {
  const copy = structuredClone(manifest);
  const kept = (rule: ErrorRule) => JSON.stringify(rule) !== key;
  copy.errors = copy.errors.filter(kept);
  for (const operation of Object.values(copy.operations)) operation.errors = operation.errors.filter(kept);
  return copy;
}

function hasOwnWords({ message, messageFrom }: ErrorRule): boolean {
  return message !== undefined || messageFrom !== undefined;
}

function markOf(path: string): string {
  return `<rule ${path}>`;
}

function errorRulesOf({ errors, operations }: Manifest): PlacedRule[] {
  const placed = (rules: readonly ErrorRule[], at: string) =>
    rules.map((rule, index) => ({ path: `${at}.${index}`, key: JSON.stringify(rule), rule }));
  const own = Object.entries(operations).flatMap(([name, operation]) =>
    placed(operation.errors, `operations.${name}.errors`),
  );
  return [...placed(errors, 'errors'), ...own];
}

/** Whether a rule may match in it. Rules about bodies hold for answers of 200 too, and a sign-in may be refused on the way to a success. */
function showsFailure(manifest: Manifest, { expect, interactions }: Fixture): boolean {
  return (
    expect.errorClass !== undefined ||
    interactions.some(({ response }) => response.status >= 400) ||
    manifest.errors.some(({ status }) => status === undefined)
  );
}
