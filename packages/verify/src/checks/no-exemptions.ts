import type { ManifestCheck } from '../check.ts';

export const noExemptions: ManifestCheck = {
  id: 'no-exemptions',
  title: 'Nothing is exempted',
  scope: 'manifest',
  gates: 'platinum',
  severity: 'error',
  reason: 'the highest level says that everything holds',
  fix: 'do what the exempted rules ask for, and remove the exemptions',
  samples: {
    passing: {},
    failing: {
      change: (manifest) => ({
        ...manifest,
        exemptions: [
          {
            rule: 'pagination',
            reason: 'The provider pages wrongly today.',
            owner: '@patchbay/a',
            until: '2030-01-31',
          },
        ],
      }),
    },
  },
  check({ manifest, at }) {
    return manifest.exemptions.map(({ rule }, index) => ({
      ...at(`exemptions.${index}`),
      message: `"${rule}" is exempted`,
    }));
  },
};
