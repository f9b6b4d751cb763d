import type { Manifest, Operation } from '@patchbay/schema';

/**
 * Gives a manifest with one operation changed, again and again. All share one copy of the operations, of which there may be thousands,
 * so each holds only until the next is asked for.
 */
export function changeOneOperation(manifest: Manifest): (name: string, operation: Operation) => Manifest {
  const operations = { ...manifest.operations };
  let undo = () => {};
  return (name, operation) => {
    undo();
    const before = operations[name];
    undo = () => {
      if (before) operations[name] = before;
      else delete operations[name];
    };
    operations[name] = operation;
    return { ...manifest, operations };
  };
}
