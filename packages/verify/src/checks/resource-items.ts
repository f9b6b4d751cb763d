import type { ManifestCheck } from '../check.ts';

export const resourceItems: ManifestCheck = {
  id: 'resource-items',
  title: 'Every kind of resource is listed by a fixture, each with an id of its own',
  scope: 'manifest',
  gates: 'bronze',
  severity: 'error',
  reason: 'what is discovered is chosen and kept by its id; a second one of the same id cannot be chosen',
  fix: "correct the resource's `item`, or add a fixture that discovers it",
  samples: {
    passing: {},
    failing: {
      change: (manifest) => ({
        ...manifest,
        resources: { repositories: { operation: 'listRepositories', item: '{id: owner.login, name: full_name}' } },
      }),
    },
  },
  async check({ manifest, fixtures, replay, at }) {
    const findings = [];
    for (const type of Object.keys(manifest.resources)) {
      const own = fixtures.filter(({ fixture }) => 'discover' in fixture.call && fixture.call.discover === type);
      const replays = await Promise.all(own.map(replay));
      const place = at(`resources.${type}`);
      if (replays.every(({ resources }) => resources.length === 0)) {
        const fix = `add a fixture with call { "discover": "${type}" }`;
        findings.push({ ...place, message: `no fixture discovers "${type}"`, fix });
      }
      for (const { resources } of replays) {
        const ids = resources.map(({ id }) => id);
        const double = ids.find((id, index) => ids.indexOf(id) !== index);
        if (double !== undefined)
          findings.push({ ...place, message: `several resources of "${type}" have the id "${double}"` });
      }
    }
    return findings;
  },
};
