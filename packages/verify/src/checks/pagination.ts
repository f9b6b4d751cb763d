import type { ManifestCheck } from '../check.ts';
import { findRow } from '../support/contract-rows.ts';
import { paginatorFaults } from '../support/paginator-faults.ts';

export const pagination: ManifestCheck = {
  id: 'pagination',
  title: 'A list with paging parameters has a paginator, or a reason',
  scope: 'manifest',
  gates: 'bronze',
  severity: 'error',
  reason: 'without it only the first page is read, and the rest looks as if it had been deleted',
  fix: 'add `paginate`, or say in `unpaginatedReason` why one page is all',
  samples: {
    passing: {},
    failing: {
      change: (manifest) => ({
        ...manifest,
        operations: {
          ...manifest.operations,
          listRepositories: { ...manifest.operations.listRepositories, paginate: undefined },
        },
      }),
    },
  },
  check({ manifest, contract, at }) {
    return Object.entries(manifest.operations).flatMap(([name, operation]) => {
      const path = `operations.${name}`;
      const row = contract && operation.request ? findRow(contract, manifest, operation) : null;
      const { paginate, unpaginatedReason, safety } = operation;
      if (row?.paginated && safety === 'read' && !paginate && !unpaginatedReason) {
        const message = `${row.method} ${row.path} is paginated in the contract, but ${name} has no paginator`;
        return [{ ...at(path), message }];
      }
      return paginatorFaults(operation).map(({ key, message, fix }) => ({
        ...at(`${path}.${key}`),
        message: `${name} ${message}`,
        fix,
      }));
    });
  },
};
