import type { Fixture } from '@patchbay/schema';
import type { Finding, ManifestCheck } from '../check.ts';
import { changeOneOperation } from '../replay/change-one-operation.ts';
import { findReadable, identityFault, openHostileBench, pagingFaults } from '../replay/hostile-reads.ts';
import { fixturesByOperation } from '../support/fixtures-by-operation.ts';
import { unseenMarks } from '../support/page-marks.ts';

export const hostilePagination: ManifestCheck = {
  id: 'hostile-pagination',
  title: 'Paging ends and loses nothing against a hostile server',
  scope: 'manifest',
  gates: 'silver',
  severity: 'error',
  reason: 'a list that goes round in circles blocks a worker, one that ends early looks as if things had been deleted',
  fix: "correct the operation's `paginate`, or what gives its items their ids",
  samples: {
    passing: {},
    failing: {
      // Nothing tells one item from another.
      change: (manifest) => ({
        ...manifest,
        operations: {
          ...manifest.operations,
          listRepositories: { ...manifest.operations.listRepositories, result: '{isNamed: full_name != `null`}' },
        },
      }),
    },
  },
  async check({ manifest, fixtures, at }) {
    const findings: Finding[] = [];
    const paged = Object.entries(manifest.operations).filter(([, { paginate }]) => paginate !== undefined);
    const collections = [
      ...Object.entries(manifest.syncs).map(([sync, one]) => ({ path: `syncs.${sync}`, call: { sync }, ...one })),
      ...Object.entries(manifest.resources).map(([discover, one]) => ({
        ...{ path: `resources.${discover}`, call: { discover } },
        ...one,
      })),
    ];
    if (paged.length + collections.length === 0) return findings;
    for (const { name, mark } of unseenMarks(manifest, fixtures))
      findings.push({
        ...at(`operations.${name}.paginate`),
        message: `${name}: no fixture has an answer with ${mark}, by which it pages`,
        fix: 'correct where it is read from, or add a fixture with a page that leads to another',
      });
    const change = changeOneOperation(manifest);
    const shown = fixturesByOperation(manifest, fixtures);
    const bench = await openHostileBench();
    try {
      for (const [name] of paged) {
        const place = at(`operations.${name}.paginate`);
        const list = findReadable(manifest, name, shown.get(name) ?? []);
        if (!list) {
          findings.push({
            ...place,
            message: `no successful fixture of ${name} has an item of which pages can be made`,
            fix: 'add a fixture whose answer holds an item',
          });
          continue;
        }
        for (const fault of await pagingFaults(bench, change, name, list))
          findings.push({ ...place, message: `${name}: ${fault}` });
      }
      if (findings.length > 0) return findings;
      for (const { path, call, ...collection } of collections)
        for (const { fixture } of fixtures) {
          if (fixture.expect.errorClass !== undefined || !isSameCall(fixture.call, call)) continue;
          const variables = 'sync' in fixture.call ? { variables: fixture.call.variables ?? {} } : {};
          const fault = await identityFault(bench, manifest, { ...call, ...variables }, collection, fixture);
          if (fault) findings.push({ ...at(path), message: `${path}: ${fault}` });
        }
    } finally {
      await bench.close();
    }
    return findings;
  },
};

function isSameCall(call: Fixture['call'], other: { sync: string } | { discover: string }): boolean {
  if ('sync' in call) return 'sync' in other && call.sync === other.sync;
  return 'discover' in call && 'discover' in other && call.discover === other.discover;
}
