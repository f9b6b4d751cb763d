import type { ManifestCheck } from '../check.ts';

export const recordFields: ManifestCheck = {
  id: 'record-fields',
  title: 'Every mapped field of a record is filled by some fixture',
  scope: 'manifest',
  gates: 'silver',
  severity: 'warning',
  reason: 'a field that is always empty is usually a misspelled one',
  fix: 'correct the expression, add a fixture that fills it, or remove the field',
  samples: {
    passing: {},
    failing: {
      change: (manifest) => ({
        ...manifest,
        syncs: {
          repositories: {
            ...manifest.syncs?.repositories,
            record: '{id: to_string(id), name: full_name, url: html_ulr}',
          },
        },
      }),
    },
  },
  async check({ manifest, fixtures, replay, at }) {
    const findings = [];
    for (const name of Object.keys(manifest.syncs)) {
      const own = fixtures.filter(({ fixture }) => 'sync' in fixture.call && fixture.call.sync === name);
      const records = (await Promise.all(own.map(replay))).flatMap((item) => item.records);
      const keys = new Set(records.flatMap(({ data }) => Object.keys(data)));
      for (const key of keys)
        if (records.every(({ data }) => data[key] === null || data[key] === undefined))
          findings.push({ ...at(`syncs.${name}.record`), message: `no fixture fills "${key}" of sync "${name}"` });
    }
    return findings;
  },
};
