import { operationOf, testOf } from '@patchbay/schema';
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
    for (const [index, method] of manifest.auth.entries()) {
      const { id, operations, replaces } = method;
      const test = operationOf(method, testOf(manifest, method).operation);
      if (operations && !operations.includes(test))
        found.push({
          ...at(`auth.${index}.operations`),
          message: `method "${id}" may not call ${test}, the test of ${method.test ? 'its connections' : 'every connection'}`,
        });
      for (const [name, replacement] of Object.entries(replaces))
        if (operations && !operations.includes(replacement))
          found.push({
            ...at(`auth.${index}.replaces.${name}`),
            message: `method "${id}" calls ${replacement} for ${name}, but may not`,
          });
    }
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
