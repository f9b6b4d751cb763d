import type { ManifestCheck } from '../check.ts';
import { methodOf } from '../support/contract-rows.ts';

/** Names of what leaves something behind, whatever may be said of sending it twice. */
const writing =
  /^(create|update|write|delete|remove|add|set|send|post|reply|trigger|dispatch|queue|start|restart|stop|cancel|complete|upload)[A-Z]/;

export const safety: ManifestCheck = {
  id: 'safety',
  title: 'The safety of an operation agrees with its method',
  scope: 'manifest',
  gates: 'bronze',
  severity: 'error',
  reason: 'reads are repeated after a failure and allowed to viewers; a write that calls itself a read is done twice',
  fix: 'declare write or destructive; a POST that only reads says so in retry.reason',
  samples: {
    passing: {},
    failing: {
      change: (manifest) => ({
        ...manifest,
        operations: {
          ...manifest.operations,
          createComment: { ...manifest.operations.createComment, safety: 'read' },
        },
      }),
    },
  },
  check({ manifest, at }) {
    return Object.entries(manifest.operations).flatMap(([name, operation]) => {
      const method = methodOf(operation);
      const place = at(`operations.${name}.safety`);
      if (method === 'DELETE' && operation.safety !== 'destructive')
        return [
          {
            ...place,
            message: `${name} sends DELETE and is declared ${operation.safety}`,
            fix: 'declare it destructive',
          },
        ];
      if (operation.safety === 'read' && method !== 'GET' && writing.test(name))
        return [{ ...place, message: `${name} sends ${method} and is declared a read, which its name denies` }];
      if (operation.safety !== 'read' || !['POST', 'PUT', 'PATCH'].includes(method) || operation.retry?.reason)
        return [];
      return [{ ...place, message: `${name} sends ${method} and is declared a read without a reason` }];
    });
  },
};
