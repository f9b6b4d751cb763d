import { hash } from 'node:crypto';

/** Remembers which ids a complete read held. */
export interface SeenIds {
  add(id: string): void;
  has(id: string): boolean;
  readonly size: number;
  /** What was added since the last time this was called, 8 bytes each, for `load` in another process. */
  takeAdded(): Uint8Array;
  /** Adds what `takeAdded` gave. */
  load(bytes: Uint8Array): void;
  clear(): void;
}

/**
 * A set of ids in 16 bytes each or fewer (64 bits of a hash), so that a read of a million objects stays small. That two
 * ids share their bits is possible and harmless: a deleted record would stay, never would a live one be deleted.
 */
export function createSeenIds(): SeenIds {
  let slots = new BigUint64Array(1024);
  let size = 0;
  let added: bigint[] = [];

  function place(table: BigUint64Array, digest: bigint): boolean {
    const mask = table.length - 1;
    let index = Number(digest & BigInt(mask));
    // Zero marks an empty slot.
    while (table[index] !== 0n) {
      if (table[index] === digest) return false;
      index = (index + 1) & mask;
    }
    table[index] = digest;
    return true;
  }

  function grow(): void {
    const larger = new BigUint64Array(slots.length * 2);
    for (const digest of slots) if (digest !== 0n) place(larger, digest);
    slots = larger;
  }

  return {
    add(id) {
      if (size * 2 >= slots.length) grow();
      const digest = digestOf(id);
      if (!place(slots, digest)) return;
      size += 1;
      added.push(digest);
    },
    has(id) {
      const digest = digestOf(id);
      const mask = slots.length - 1;
      let index = Number(digest & BigInt(mask));
      while (slots[index] !== 0n) {
        if (slots[index] === digest) return true;
        index = (index + 1) & mask;
      }
      return false;
    },
    get size() {
      return size;
    },
    clear() {
      slots = new BigUint64Array(1024);
      size = 0;
      added = [];
    },
    takeAdded() {
      const bytes = new Uint8Array(BigUint64Array.from(added).buffer);
      added = [];
      return bytes;
    },
    load(bytes) {
      // A copy, for what the database gives need not begin where eight bytes do.
      for (const digest of new BigUint64Array(Uint8Array.from(bytes).buffer)) {
        if (size * 2 >= slots.length) grow();
        if (place(slots, digest)) size += 1;
      }
    },
  };
}

function digestOf(id: string): bigint {
  return hash('sha256', id, 'buffer').readBigUInt64LE(0) || 1n;
}
