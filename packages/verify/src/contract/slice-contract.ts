import type { Contract, Manifest } from '@patchbay/schema';
import { suggestPath } from '../support/closest-path.ts';
import { basePathOf, findRow, fullPathOf, methodOf, normalisePath } from '../support/contract-rows.ts';
import type { Description } from './read-description.ts';

export interface ContractSlice {
  contract: Contract;
  /** Operations of the manifest that the description does not have, with the nearest that it has. */
  missing: { operation: string; request: string; hint: string }[];
}

/** The part of a description that a manifest uses: one row for each request, in the order of the manifest. */
export function sliceContract(
  manifest: Manifest,
  description: Description,
  { source, retrieved, confidence }: Pick<Contract, 'source' | 'retrieved' | 'confidence'>,
): ContractSlice {
  // Where the description's paths begin: at its own base, or at the one the manifest calls.
  const own = basePathOf(manifest.http?.baseUrl);
  const bases = [...new Set([description.basePath, own, ''])];
  const basePath = bases.find((base) => rowsFor(base).length > 0) ?? description.basePath;
  const rows = rowsFor(basePath);
  const made = { basePath, operations: rows };
  const missing = Object.entries(manifest.operations).flatMap(([name, operation]) => {
    if (!operation.request) return [];
    if (findRow(made, manifest, operation)) return [];
    const [method, path] = [methodOf(operation), fullPathOf(manifest, operation)];
    const known = description.operations
      .filter((row) => row.method === method)
      .map((row) => normalisePath(basePath + row.path));
    return [{ operation: name, request: `${method} ${path}`, hint: suggestPath(path, known) }];
  });
  const { specVersion } = description;
  return {
    contract: {
      source,
      ...(specVersion !== undefined && { specVersion }),
      retrieved,
      confidence,
      basePath,
      operations: rows,
    },
    missing,
  };

  function rowsFor(base: string): Contract['operations'] {
    const whole = { basePath: base, operations: description.operations };
    const used = Object.values(manifest.operations).flatMap((operation) =>
      operation.request ? (findRow(whole, manifest, operation) ?? []) : [],
    );
    return [...new Set(used)];
  }
}

/** A contract as it is kept: one row a line, so that a change shows as one. */
export function formatContract({ operations, ...head }: Contract): string {
  const lines = Object.entries(head).map(([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)},`);
  const rows = operations.map((row) => `    ${JSON.stringify(row)}`);
  return `{\n${lines.join('\n')}\n  "operations": [\n${rows.join(',\n')}\n  ]\n}\n`;
}
