import type { ManifestCheck } from '../check.ts';
import { findRow, incrementalParams, paginationParams, queryParams } from '../support/contract-rows.ts';
import { suggest } from '../support/suggest.ts';

export const requestParameters: ManifestCheck = {
  id: 'request-parameters',
  title: 'Every query parameter is in the contract, or cites its source',
  scope: 'manifest',
  gates: 'bronze',
  severity: 'error',
  reason:
    'providers ignore parameters they do not know: a misspelled filter or page size silently reads the wrong thing',
  fix: 'use a name of the contract',
  samples: {
    passing: {},
    failing: {
      change: (manifest) => ({
        ...manifest,
        operations: {
          ...manifest.operations,
          listRepositories: { ...manifest.operations.listRepositories, query: { visibilty: 'all' } },
        },
      }),
    },
  },
  check({ manifest, contract, at }) {
    if (!contract) return [];
    // Some descriptions, such as proto files, list no query parameters at all: then only a cited source counts.
    const listsQueries = contract.operations.some((row) => queryParams(row).length > 0);
    const ofSyncs = incrementalParams(manifest);
    return Object.entries(manifest.operations).flatMap(([name, operation]) => {
      const row = operation.request ? findRow(contract, manifest, operation) : null;
      if (!row || (operation.source && (!listsQueries || contract.confidence !== 'high'))) return [];
      const own = `operations.${name}`;
      const used = [
        ...Object.keys(operation.query).map((key) => ({ name: key, path: `${own}.query.${key}` })),
        ...Object.keys(manifest.http?.query ?? {}).map((key) => ({ name: key, path: `http.query.${key}` })),
        ...paginationParams(operation).map((item) => ({ name: item.name, path: `${own}.paginate.${item.path}` })),
        ...ofSyncs.filter((item) => item.operation === name),
      ];
      const known = queryParams(row);
      return used
        .filter((item) => !known.includes(item.name))
        .map((item) => ({
          ...at(item.path),
          message: `"${item.name}" is not a query parameter of ${row.method} ${row.path} in the contract`,
          fix: listsQueries
            ? suggest(item.name, known)
            : 'add it to `params` in contract.json, or cite the documentation of the call in `source`',
        }));
    });
  },
};
