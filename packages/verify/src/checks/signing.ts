import type { ManifestCheck } from '../check.ts';

export const signing: ManifestCheck = {
  id: 'signing',
  title: 'An operation says what it is signed for only where an auth method signs for a service',
  scope: 'manifest',
  gates: 'bronze',
  severity: 'error',
  reason: 'nothing else reads it, so the request would go out as if it were not there',
  fix: 'remove it, or add the auth method that signs',
  samples: {
    passing: {},
    failing: {
      change: (manifest) => ({
        ...manifest,
        operations: {
          ...manifest.operations,
          getUser: { ...manifest.operations.getUser, signing: { service: 'users' } },
        },
      }),
    },
  },
  check({ manifest, at }) {
    if (manifest.auth.some(({ type }) => type === 'aws_sigv4')) return [];
    return Object.entries(manifest.operations)
      .filter(([, operation]) => operation.signing !== undefined)
      .map(([name]) => ({
        ...at(`operations.${name}.signing`),
        message: `${name} says what it is signed for, but no auth method signs for a service`,
      }));
  },
};
