import type { ManifestCheck } from '../check.ts';

export const operationsReachable: ManifestCheck = {
  id: 'operations-reachable',
  title: 'Every operation can be called by some auth method',
  scope: 'manifest',
  gates: 'bronze',
  severity: 'error',
  reason: 'an operation nobody can call is dead weight, and a test that a method cannot call refuses its connections',
  fix: "add the operation to the method's `operations`, or remove the restriction",
  samples: {
    passing: {},
    failing: {
      change: (manifest) => ({
        ...manifest,
        auth: [{ id: 'token', type: 'bearer', setup: ['Make a token.'], operations: ['listRepositories'] }],
      }),
    },
  },
  check({ manifest, at }) {
    const found = [];
    for (const name of Object.keys(manifest.operations)) {
      const isReachable = manifest.auth.some(({ operations }) => !operations || operations.includes(name));
      if (!isReachable) found.push({ ...at(`operations.${name}`), message: `no auth method may call ${name}` });
    }
    for (const [index, { id, operations }] of manifest.auth.entries())
      if (operations && !operations.includes(manifest.test.operation))
        found.push({
          ...at(`auth.${index}.operations`),
          message: `method "${id}" may not call ${manifest.test.operation}, the test of every connection`,
        });
    for (const [name, { operation }] of [...Object.entries(manifest.syncs), ...Object.entries(manifest.resources)])
      if (manifest.operations[operation]?.safety !== 'read')
        found.push({
          ...at(`operations.${operation}.safety`),
          message: `${name} is read by ${operation}, which is not a read`,
          fix: 'use a read operation',
        });
    return found;
  },
};
