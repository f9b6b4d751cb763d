import type { Finding, ManifestCheck } from '../check.ts';
import { openHostileBench } from '../replay/hostile-reads.ts';
import { syncFaults } from '../replay/sync-reads.ts';

export const syncState: ManifestCheck = {
  id: 'sync-state',
  title: 'A second read from the saved state gives nothing twice, and late writes are not lost',
  scope: 'manifest',
  gates: 'silver',
  severity: 'error',
  reason: 'a sync that forgets where it stood reads everything each time; one that steps over a change never reads it',
  fix: "correct the sync's `incremental`, or add a fixture of the sync whose items show what it reads",
  samples: {
    passing: {},
    failing: {
      // The items of the fixture do not tell when they changed.
      change: (manifest) => ({
        ...manifest,
        syncs: {
          repositories: {
            ...manifest.syncs?.repositories,
            mode: 'delta',
            incremental: { type: 'field', field: 'updated', parameter: 'since' },
          },
        },
      }),
    },
  },
  async check({ manifest, fixtures, at }) {
    const findings: Finding[] = [];
    const names = Object.keys(manifest.syncs);
    if (names.length === 0) return findings;
    const bench = await openHostileBench();
    try {
      for (const name of names) {
        const all = fixtures.map(({ fixture }) => fixture);
        for (const fault of await syncFaults(bench, manifest, name, all))
          findings.push({ ...at(`syncs.${name}`), message: `sync "${name}": ${fault}` });
      }
    } finally {
      await bench.close();
    }
    return findings;
  },
};
