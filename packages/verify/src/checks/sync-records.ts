import { type ModelId, modelIds, models } from '@patchbay/schema';
import type { ManifestCheck } from '../check.ts';
import { sampleFixture, samplePages } from '../sample-manifest.ts';

export const syncRecords: ManifestCheck = {
  id: 'sync-records',
  title: 'Records fit their model and have a key of their own',
  scope: 'manifest',
  gates: 'bronze',
  severity: 'error',
  reason:
    'a record without a unique key overwrites another one; one that does not fit its model breaks whoever reads it',
  fix: "correct the sync's `record` or `primaryKey`",
  samples: {
    passing: {},
    failing: {
      change: (manifest) => ({
        ...manifest,
        syncs: {
          repositories: { ...manifest.syncs?.repositories, record: '{id: to_string(id), title: full_name}' },
          names: { ...manifest.syncs?.repositories, record: '{id: to_string(id), name: full_name}' },
        },
      }),
      files: {
        'fixtures/sync-names.json': sampleFixture({ call: { sync: 'names' }, interactions: samplePages, expect: {} }),
      },
    },
  },
  async check({ manifest, fixtures, replay, at }) {
    const findings = [];
    for (const [name, sync] of Object.entries(manifest.syncs)) {
      const path = `syncs.${name}.record`;
      const named = fixtures.filter(({ fixture }) => 'sync' in fixture.call && fixture.call.sync === name);
      const replays = await Promise.all(named.map(replay));
      const records = replays.flatMap((item) => item.records);
      // A replay that fails is reported by the rule about replays.
      if (records.length === 0 && replays.some(({ problems }) => problems.length > 0)) continue;
      if (records.length === 0) {
        findings.push({
          ...at(`syncs.${name}`),
          message: `no fixture of sync "${name}" gives a record`,
          fix: `add a fixture with call { "sync": "${name}" }`,
        });
        continue;
      }
      const messages = new Set<string>();
      const others = modelIds.filter((model) => model !== sync.model && fits(model, records));
      if (others.length > 0 && !named.some(({ fixture }) => fixture.expect.model !== undefined))
        findings.push({
          ...at(`syncs.${name}.model`),
          message: `sync "${name}": its records fit ${others.join(', ')} as well, and no fixture says which they are`,
          fix: `add "model": "${sync.model}" to expect of a fixture of the sync`,
        });
      for (const { records: own } of replays)
        for (const { id } of own)
          if (own.filter((record) => record.id === id).length > 1) messages.add(`several records have the key "${id}"`);
      for (const { data } of records)
        for (const issue of models[sync.model].safeParse(data).error?.issues ?? [])
          messages.add(`${[sync.model, ...issue.path].join('.')}: ${issue.message}`);
      for (const { field, word, countsAs } of records.flatMap(({ unknownWords }) => unknownWords ?? []))
        messages.add(
          `the ${field} ${word === null ? 'is missing' : `"${word}" is not named in finding.${field}`}, so it counts as ${countsAs}`,
        );
      for (const message of messages) findings.push({ ...at(path), message: `sync "${name}": ${message}` });
    }
    return findings;
  },
};

function fits(model: ModelId, records: readonly { data: unknown }[]): boolean {
  return records.every(({ data }) => models[model].safeParse(data).success);
}
