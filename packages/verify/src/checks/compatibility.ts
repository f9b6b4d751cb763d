import type { ManifestCheck } from '../check.ts';
import { bumpBetween, compareManifests, isBumpEnough, requiredBump } from '../compatibility/compare-manifests.ts';

export const compatibility: ManifestCheck = {
  id: 'compatibility',
  title: 'The version rises as far as the change asks for, and what breaks has a note',
  scope: 'manifest',
  gates: 'bronze',
  severity: 'error',
  reason: 'connections go on living when a manifest changes; who runs them looks at the version to know whether to',
  fix: 'raise `version` in the manifest and its package.json; `patchbay diff <id>` shows every change',
  samples: {
    passing: {
      before: (manifest) => manifest,
      change: ({ resources, capabilities, ...manifest }) => ({
        ...manifest,
        version: '2.0.0',
        migrations: { '2.0.0': ['Repositories are no longer offered as choices; type their names.'] },
        capabilities: capabilities.filter((name) => name !== 'discovery'),
      }),
    },
    failing: {
      before: (manifest) => manifest,
      change: ({ resources, capabilities, ...manifest }) => ({
        ...manifest,
        version: '1.1.0',
        capabilities: capabilities.filter((name) => name !== 'discovery'),
      }),
    },
  },
  check({ manifest, earlier, at }) {
    if (earlier === null) return [];
    const changes = compareManifests(earlier, manifest);
    const required = requiredBump(changes);
    const worst = changes.find(({ kind }) => kind === 'breaking') ?? changes[0];
    const [from, to] = [earlier.version, manifest.version];
    if (!isBumpEnough({ required, given: bumpBetween(from, to) }))
      return [
        {
          ...at('version'),
          message: `${from} → ${to} is no ${required} version, which it takes: ${worst?.path}: ${worst?.message}`,
        },
      ];
    if (required !== 'major' || (manifest.migrations[to]?.length ?? 0) > 0) return [];
    return [
      {
        ...at('version'),
        message: `${to} breaks something (${worst?.path}: ${worst?.message}), and \`migrations\` says nothing of it`,
        fix: `say in migrations['${to}'] what those who use it have to do`,
      },
    ];
  },
};
