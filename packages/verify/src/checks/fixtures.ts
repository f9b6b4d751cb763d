import { fixtureSchema } from '@patchbay/schema';
import type { ManifestCheck } from '../check.ts';
import { isFixture } from '../manifest/is-fixture.ts';
import { readAgainst } from '../support/read-against.ts';
import { suggest } from '../support/suggest.ts';

export const fixtures: ManifestCheck = {
  id: 'fixtures',
  title: 'Fixtures follow their schema and name what the manifest has',
  scope: 'manifest',
  gates: 'bronze',
  severity: 'error',
  reason: 'a fixture that cannot be read proves nothing, and provenance tells how far it can be trusted',
  fix: 'correct the fixture; docs/reference/fixture.md says what it holds',
  samples: {
    passing: {},
    failing: {
      files: {
        'fixtures/broken.json':
          '{\n  "provenance": { "kind": "invented", "source": "me", "date": "2026-11-01" },\n  "call": { "operation": "listRepos" },\n  "interactions": []\n}\n',
      },
    },
  },
  check({ manifest, files, unread, within }) {
    const operations = Object.keys(manifest.operations);
    return [...files]
      .filter(([name]) => isFixture(name) && !unread.has(name))
      .flatMap(([name, text]) => {
        const read = readAgainst(text, fixtureSchema, { name, vocabulary: 'fixture' });
        if ('faults' in read) return read.faults.map(({ near, ...fault }) => ({ ...within(name, near), ...fault }));
        const { call, authMethod } = read.value;
        const named: [string, string | undefined, string[]][] = [
          ['operation', 'operation' in call ? call.operation : undefined, operations],
          ['interface', 'interface' in call ? call.interface : undefined, Object.keys(manifest.implements)],
          ['sync', 'sync' in call ? call.sync : undefined, Object.keys(manifest.syncs)],
          ['discover', 'discover' in call ? call.discover : undefined, Object.keys(manifest.resources)],
          ['authMethod', authMethod, manifest.auth.map(({ id }) => id)],
        ];
        return named
          .filter(([, used, known]) => used !== undefined && !known.includes(used))
          .map(([key, used = '', known]) => ({
            ...within(name, `"${key}"`),
            message: `${name} names the ${key} "${used}"`,
            fix: suggest(used, known),
          }));
      });
  },
};
