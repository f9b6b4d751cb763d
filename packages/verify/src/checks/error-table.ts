import type { ErrorRule, Fixture, Manifest } from '@patchbay/schema';
import type { ManifestCheck } from '../check.ts';
import { replayFixture } from '../replay/replay-fixture.ts';

export const errorTable: ManifestCheck = {
  id: 'error-table',
  title: 'Every rule of the error table is shown by a fixture',
  scope: 'manifest',
  gates: 'silver',
  severity: 'error',
  reason:
    'a rule that no answer ever met may never match, or hide the one after it; people then read the wrong next step',
  fix: 'add a fixture with the answer the rule is for, and what it means in expect.errorClass',
  samples: {
    passing: {
      change: (manifest) => ({ ...manifest, errors: [{ status: 401, class: 'auth_invalid' }] }),
    },
    failing: {
      // The second can never match: the first takes every answer it is for.
      change: (manifest) => ({
        ...manifest,
        errors: [
          { status: 401, class: 'auth_invalid' },
          { status: 401, body: 'message', class: 'permission' },
        ],
      }),
    },
  },
  async check({ manifest, fixtures, at }) {
    const marked = structuredClone(manifest);
    const open = new Map<string, string>();
    for (const { path, rule } of errorRulesOf(marked)) {
      // Operations may share a rule: it is shown once it is shown for one of them.
      const key = JSON.stringify(rule);
      if (!open.has(key)) open.set(key, path);
      // Rules say their sentence when they match, in the error or in the log of a try that is repeated.
      rule.message = markOf(open.get(key) ?? path);
    }
    for (const { fixture } of fixtures) {
      if (open.size === 0) break;
      if (!showsFailure(manifest, fixture)) continue;
      const { texts } = await replayFixture(marked, fixture);
      for (const [key, path] of open) if (texts.some((text) => text.includes(markOf(path)))) open.delete(key);
    }
    return [...open.values()].map((path) => ({
      ...at(path),
      message: `no fixture shows an answer that ${path} matches`,
    }));
  },
};

function markOf(path: string): string {
  return `<rule ${path}>`;
}

function errorRulesOf({ errors, operations }: Manifest): { path: string; rule: ErrorRule }[] {
  const own = Object.entries(operations).flatMap(([name, operation]) =>
    operation.errors.map((rule, index) => ({ path: `operations.${name}.errors.${index}`, rule })),
  );
  return [...errors.map((rule, index) => ({ path: `errors.${index}`, rule })), ...own];
}

/** Whether a rule may match in it. Rules about bodies hold for answers of 200 too, and a sign-in may be refused on the way to a success. */
function showsFailure(manifest: Manifest, { expect, interactions }: Fixture): boolean {
  return (
    expect.errorClass !== undefined ||
    interactions.some(({ response }) => response.status >= 400) ||
    manifest.errors.some(({ status }) => status === undefined)
  );
}
