import type { ManifestCheck } from '../check.ts';
import { findRow } from '../support/contract-rows.ts';

export const deprecatedOperations: ManifestCheck = {
  id: 'deprecated-operations',
  title: 'No request is deprecated by the provider',
  scope: 'manifest',
  gates: 'bronze',
  severity: 'error',
  reason: 'the provider has announced that it will take the call away',
  fix: 'use the call that replaces it, or say in `deprecated` what to use instead',
  samples: {
    passing: {},
    failing: { files: { 'contract.json': deprecatedContract() } },
  },
  check({ manifest, contract, at }) {
    if (!contract) return [];
    return Object.entries(manifest.operations).flatMap(([name, operation]) => {
      const row = operation.request ? findRow(contract, manifest, operation) : null;
      if (!row?.deprecated || operation.deprecated) return [];
      return [
        {
          ...at(`operations.${name}.request`),
          message: `${row.method} ${row.path} is deprecated${row.note ? `: ${row.note}` : ''}`,
        },
      ];
    });
  },
};

function deprecatedContract(): string {
  const operations = [
    { method: 'GET', path: '/user' },
    { method: 'GET', path: '/user/repos', params: ['page', 'limit'], deprecated: true, note: 'use /repositories' },
    { method: 'POST', path: '/repos/{owner}/{repo}/issues/{index}/comments' },
  ];
  return JSON.stringify({
    source: 'sample',
    retrieved: '2026-11-01',
    confidence: 'high',
    basePath: '/api/v1',
    operations,
  });
}
