import { fixtureSchema } from '@patchbay/schema';
import type { ManifestCheck } from '../check.ts';
import { isFixture } from '../manifest/is-fixture.ts';
import { suggest } from '../support/suggest.ts';

export const fixtures: ManifestCheck = {
  id: 'fixtures',
  title: 'Fixtures follow their schema and name what the manifest has',
  scope: 'manifest',
  gates: 'bronze',
  severity: 'error',
  reason: 'a fixture that cannot be read proves nothing, and provenance tells how far it can be trusted',
  fix: 'correct the fixture; docs/reference says what it holds',
  samples: {
    passing: {},
    failing: {
      files: {
        'fixtures/broken.json':
          '{\n  "provenance": { "kind": "invented", "source": "me", "date": "2026-11-01" },\n  "call": { "operation": "listRepos" },\n  "interactions": []\n}\n',
      },
    },
  },
  check({ manifest, files, within }) {
    return [...files]
      .filter(([name]) => isFixture(name))
      .flatMap(([name, text]) => {
        let value: unknown;
        try {
          value = JSON.parse(text);
        } catch (error) {
          return [{ ...within(name), message: `${name} is not JSON: ${String(error)}` }];
        }
        const result = fixtureSchema.safeParse(value);
        if (!result.success)
          return result.error.issues.map((issue) => ({
            ...within(name, `"${String(issue.path.at(-1) ?? '')}"`),
            message: `${name}, ${issue.path.join('.') || 'as a whole'}: ${issue.message}`,
          }));
        const { call, authMethod } = result.data;
        const named: [string, string | undefined, string[]][] = [
          ['operation', 'operation' in call ? call.operation : undefined, Object.keys(manifest.operations)],
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
