import { hash } from 'node:crypto';

/** Remembers which ids a complete read held. */
export interface SeenIds {
  add(id: string): void;
  has(id: string): boolean;
  readonly size: number;
}

/**
 * A set of ids in 16 bytes each or fewer (64 bits of a hash), so that a read of a million objects stays small. That two
 * ids share their bits is possible and harmless: a deleted record would stay, never would a live one be deleted.
 */
export function createSeenIds(): SeenIds {
  let slots = new BigUint64Array(1024);
  let size = 0;

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
      if (place(slots, digestOf(id))) size += 1;
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
  };
}

function digestOf(id: string): bigint {
  return hash('sha256', id, 'buffer').readBigUInt64LE(0) || 1n;
}
