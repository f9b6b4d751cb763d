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
  let slots = createSlots(1024);
  let size = 0;
  /** The halves of each, one after the other. */
  let added: number[] = [];

  /** Where the id is, or the empty slot it would take. */
  function find(low: number, high: number): number {
    const mask = slots.length / 2 - 1;
    let index = low & mask;
    // Zeros mark an empty slot.
    while (slots[2 * index] !== 0 || slots[2 * index + 1] !== 0) {
      if (slots[2 * index] === low && slots[2 * index + 1] === high) break;
      index = (index + 1) & mask;
    }
    return 2 * index;
  }

  /** False: it was there. */
  function put(low: number, high: number): boolean {
    if (size * 4 >= slots.length) grow();
    const at = find(low, high);
    if (slots[at] === low && slots[at + 1] === high) return false;
    slots[at] = low;
    slots[at + 1] = high;
    size += 1;
    return true;
  }

  function grow(): void {
    const before = slots;
    slots = createSlots(before.length);
    size = 0;
    for (let at = 0; at < before.length; at += 2) {
      const low = before[at] ?? 0;
      const high = before[at + 1] ?? 0;
      if (low !== 0 || high !== 0) put(low, high);
    }
  }

  return {
    add(id) {
      const { low, high } = digestOf(id);
      if (put(low, high)) added.push(low, high);
    },
    has(id) {
      const { low, high } = digestOf(id);
      const at = find(low, high);
      return slots[at] === low && slots[at + 1] === high;
    },
    get size() {
      return size;
    },
    clear() {
      slots = createSlots(1024);
      size = 0;
      added = [];
    },
    takeAdded() {
      const bytes = new Uint8Array(Uint32Array.from(added).buffer);
      added = [];
      return bytes;
    },
    load(bytes) {
      // A copy, for what the database gives need not begin where four bytes do.
      const halves = new Uint32Array(Uint8Array.from(bytes).buffer);
      for (let at = 0; at < halves.length; at += 2) put(halves[at] ?? 0, halves[at + 1] ?? 0);
    },
  };
}

/** Two numbers each: arithmetic on bigints would take most of the time. */
function createSlots(count: number): Uint32Array {
  return new Uint32Array(2 * count);
}

/** The first 64 bits. As text, because a buffer each would take longer than the hash. */
function digestOf(id: string): { low: number; high: number } {
  const digest = hash('sha256', id, 'binary');
  const low = readUint32(digest, 0);
  const high = readUint32(digest, 4);
  return low === 0 && high === 0 ? { low: 1, high } : { low, high };
}

/** Four bytes, the lowest first, as those that are stored were read. */
function readUint32(bytes: string, at: number): number {
  const [a, b, c, d] = [
    bytes.charCodeAt(at),
    bytes.charCodeAt(at + 1),
    bytes.charCodeAt(at + 2),
    bytes.charCodeAt(at + 3),
  ];
  return (a | (b << 8) | (c << 16) | (d << 24)) >>> 0;
}
