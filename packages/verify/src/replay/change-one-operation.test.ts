import { parseManifest } from '@patchbay/schema';
import { expect, test } from 'vitest';
import { sampleManifest } from '../sample-manifest.ts';
import { changeOneOperation } from './change-one-operation.ts';

const parsed = parseManifest(sampleManifest);
if (!parsed.ok) throw new Error('the sample is not valid');
const { manifest } = parsed;

test('one operation is another at a time, in its place, and the manifest stays as it was', () => {
  const before = structuredClone(manifest);
  const change = changeOneOperation(manifest);
  const [first, second] = Object.entries(manifest.operations);
  if (!first || !second) throw new Error('the sample has too few operations');
  for (const [name, operation] of [first, second, second]) {
    const changed = { ...operation, description: 'Other.' };
    expect(change(name, changed)).toEqual({ ...before, operations: { ...before.operations, [name]: changed } });
    expect(Object.keys(change(name, changed).operations)).toEqual(Object.keys(before.operations));
  }
  expect(manifest).toEqual(before);
});
