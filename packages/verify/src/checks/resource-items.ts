import type { ManifestCheck } from '../check.ts';

export const resourceItems: ManifestCheck = {
  id: 'resource-items',
  title: 'Every kind of resource is listed by a fixture, with id and name',
  scope: 'manifest',
  gates: 'bronze',
  severity: 'error',
  reason: 'discovery shows and filters resources by name and keeps them by id',
  fix: "correct the resource's `item`, or add a fixture that discovers it",
  samples: {
    passing: {},
    failing: {
      change: (manifest) => ({
        ...manifest,
        resources: { repositories: { operation: 'listRepositories', item: '{id: to_string(id), name: nam}' } },
      }),
    },
  },
  async check({ manifest, fixtures, replay, at }) {
    const findings = [];
    for (const type of Object.keys(manifest.resources)) {
      const own = fixtures.filter(({ fixture }) => 'discover' in fixture.call && fixture.call.discover === type);
      const resources = (await Promise.all(own.map(replay))).flatMap((item) => item.resources);
      const place = at(`resources.${type}`);
      if (resources.length === 0)
        findings.push({
          ...place,
          message: `no fixture discovers "${type}"`,
          fix: `add a fixture with call { "discover": "${type}" }`,
        });
      const incomplete = resources.find(({ id, name }) => !isText(id) || !isText(name));
      if (incomplete)
        findings.push({ ...place, message: `a resource of "${type}" is ${JSON.stringify(incomplete).slice(0, 80)}` });
    }
    return findings;
  },
};

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}
