import { expect, test, vi } from 'vitest';
import { createBatchWriter } from './create-batch-writer.ts';

/** Writes that end when told. */
function controlledWrites() {
  const writes: { items: number[]; end: () => void; fail: (error: Error) => void }[] = [];
  const write = (items: number[]) =>
    new Promise<void>((resolve, reject) => void writes.push({ items, end: resolve, fail: reject }));
  return { writes, write };
}

async function turn() {
  await new Promise((resolve) => setImmediate(resolve));
}

test('writes one after another, in order; what comes meanwhile goes together', async () => {
  const { writes, write } = controlledWrites();
  const writer = createBatchWriter(write, { maxSize: 4 });
  await writer.add([1]);
  await writer.add([2]);
  await writer.add([3]);
  expect(writes.map(({ items }) => items)).toEqual([[1]]);
  writes[0]?.end();
  await turn();
  expect(writes.map(({ items }) => items)).toEqual([[1], [2, 3]]);
  const flushed = writer.flush();
  writes[1]?.end();
  await flushed;
  expect(writes).toHaveLength(2);
});

test('holds the reader back while too much waits', async () => {
  const { writes, write } = controlledWrites();
  const writer = createBatchWriter(write, { maxSize: 2 });
  await writer.add([1]);
  let isTaken = false;
  const adding = writer.add([2, 3, 4]).then(() => {
    isTaken = true;
  });
  await turn();
  expect(isTaken).toBe(false);
  writes[0]?.end();
  await adding;
  expect(writes.map(({ items }) => items)).toEqual([[1], [2, 3]]);
  writes[1]?.end();
  await turn();
  writes[2]?.end();
  await writer.flush();
  expect(writes[2]?.items).toEqual([4]);
});

test('a write that fails is told at the next chance, and nothing is written after it', async () => {
  const { writes, write } = controlledWrites();
  const writer = createBatchWriter(write, { maxSize: 2 });
  await writer.add([1]);
  await writer.add([2]);
  writes[0]?.fail(new Error('disk full'));
  await turn();
  await expect(writer.add([3])).rejects.toThrow('disk full');
  await expect(writer.flush()).rejects.toThrow('disk full');
  expect(writes).toHaveLength(1);
});

test('a stop waits for the write under way and drops the rest', async () => {
  const { writes, write } = controlledWrites();
  const writer = createBatchWriter(write, { maxSize: 2 });
  await writer.add([1]);
  await writer.add([2]);
  const stopped = writer.stop();
  writes[0]?.end();
  await stopped;
  expect(writes).toHaveLength(1);
});

test('items count by their size, and one that is too large goes alone', async () => {
  const { writes, write } = controlledWrites();
  const writer = createBatchWriter(write, { maxSize: 5, sizeOf: (item) => item });
  await writer.add([1]);
  await writer.add([2, 2]);
  const adding = writer.add([9, 3]);
  for (let index = 0; index < 4; index += 1) {
    writes[index]?.end();
    await turn();
  }
  await adding;
  await writer.flush();
  expect(writes.map(({ items }) => items)).toEqual([[1], [2, 2], [9], [3]]);
});

test('a write waits until there is enough for it, and at the end takes what there is', async () => {
  const { writes, write } = controlledWrites();
  // It would linger for longer than the test takes.
  const writer = createBatchWriter(write, { maxSize: 4, minSize: 3, lingerMs: 1_000_000 });
  await writer.add([1]);
  await writer.add([2]);
  expect(writes).toHaveLength(0);
  await writer.add([3]);
  await writer.add([4]);
  writes[0]?.end();
  await turn();
  expect(writes.map(({ items }) => items)).toEqual([[1, 2, 3]]);
  const flushed = writer.flush();
  await turn();
  writes[1]?.end();
  await flushed;
  expect(writes.map(({ items }) => items)).toEqual([[1, 2, 3], [4]]);
});

test('a write waits no longer than it may', async () => {
  const { writes, write } = controlledWrites();
  const writer = createBatchWriter(write, { maxSize: 4, minSize: 3, lingerMs: 10 });
  await writer.add([1]);
  expect(writes).toHaveLength(0);
  await vi.waitFor(() => expect(writes.map(({ items }) => items)).toEqual([[1]]), { timeout: 30_000 });
  writes[0]?.end();
  await writer.flush();
  expect(writes).toHaveLength(1);
});

test('a stop drops what waited for more', async () => {
  const { writes, write } = controlledWrites();
  const writer = createBatchWriter(write, { maxSize: 4, minSize: 3, lingerMs: 10 });
  await writer.add([1]);
  await writer.stop();
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(writes).toHaveLength(0);
});
