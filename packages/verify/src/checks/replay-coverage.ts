import type { ManifestCheck } from '../check.ts';
import { shownOperations } from '../support/shown-operations.ts';

export const replayCoverage: ManifestCheck = {
  id: 'replay-coverage',
  title: 'Every operation and every auth method is shown by a successful fixture',
  scope: 'manifest',
  gates: 'bronze',
  severity: 'error',
  reason: 'what no fixture shows has never been run',
  fix: 'add a fixture that calls it and succeeds',
  samples: {
    passing: {},
    failing: {
      change: (manifest) => ({
        ...manifest,
        auth: [...manifest.auth, { id: 'password', type: 'basic', setup: ['Use your user name and password.'] }],
      }),
      files: { 'fixtures/create-comment.json': null },
    },
  },
  check({ manifest, fixtures, at }) {
    const successes = fixtures.filter(({ fixture }) => fixture.expect.errorClass === undefined);
    const shown = new Set(successes.flatMap(({ fixture }) => shownOperations(manifest, fixture)));
    const operations = Object.keys(manifest.operations)
      .filter((name) => !shown.has(name))
      .map((name) => ({ ...at(`operations.${name}`), message: `no fixture shows ${name} succeed` }));
    const used = new Set(successes.map(({ fixture }) => fixture.authMethod ?? manifest.auth[0]?.id));
    const methods = manifest.auth.flatMap(({ id }, index) =>
      used.has(id) ? [] : [{ ...at(`auth.${index}`), message: `no fixture shows the auth method "${id}" succeed` }],
    );
    return [...operations, ...methods];
  },
};
