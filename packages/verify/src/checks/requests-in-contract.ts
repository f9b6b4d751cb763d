import type { ManifestCheck } from '../check.ts';
import { suggestPath } from '../support/closest-path.ts';
import { findRow, fullPathOf, methodOf, normalisePath } from '../support/contract-rows.ts';

export const requestsInContract: ManifestCheck = {
  id: 'requests-in-contract',
  title: 'Every request is in the contract, or cites its source',
  scope: 'manifest',
  gates: 'bronze',
  severity: 'error',
  reason: 'a path the provider does not have fails for everybody, and no fixture of ours would show it',
  fix: 'correct method and path, or add the row to contract.json with its source',
  samples: {
    passing: {},
    failing: {
      change: (manifest) => ({
        ...manifest,
        operations: {
          ...manifest.operations,
          listRepositories: { ...manifest.operations.listRepositories, request: 'GET /user/repositories' },
        },
      }),
    },
  },
  check({ manifest, contract, at }) {
    if (!contract) return [];
    return Object.entries(manifest.operations).flatMap(([name, operation]) => {
      if (!operation.request || findRow(contract, manifest, operation)) return [];
      // A row that is missing from a partial description proves nothing; then the manifest's own source counts.
      if (contract.confidence !== 'high' && operation.source) return [];
      const method = methodOf(operation);
      const path = fullPathOf(manifest, operation);
      const rows = contract.operations.map((row) => [row.method, normalisePath(contract.basePath + row.path)] as const);
      const paths = rows.filter((row) => row[0] === method).map((row) => row[1]);
      const otherMethods = rows.filter((row) => row[1] === path).map((row) => row[0]);
      const cite = contract.confidence === 'high' ? '' : `; or cite the documentation of the call in \`source\``;
      return [
        {
          ...at(`operations.${name}.request`),
          message: `"${method} ${path}" is not in the contract (${contract.source.slice(0, 60)}, confidence ${contract.confidence})`,
          fix: `${otherMethods.length > 0 ? `the path takes ${otherMethods.join(', ')}` : suggestPath(path, paths)}${cite}`,
        },
      ];
    });
  },
};
