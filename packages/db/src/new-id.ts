import { randomFillSync } from 'node:crypto';

/** What an id names: the part before the underscore. */
export type IdPrefix =
  | 'usr'
  | 'ses'
  | 'acc'
  | 'ver'
  | 'org'
  | 'mem'
  | 'inv'
  | 'key'
  | 'sso'
  | 'app'
  | 'con'
  | 'crd'
  | 'ost'
  | 'evt'
  | 'sub'
  | 'dlv'
  | 'fnd'
  | 'fex'
  | 'run'
  | 'rec'
  | 'aud'
  | 'whe'
  | 'whd'
  | 'chl'
  | 'doc'
  | 'evd'
  | 'eva';

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

let lastMs = 0;
let counter = 0;
/** Random bytes fetched ahead: asking for 16 at a time takes longer than all the rest. */
const pool = Buffer.alloc(4096);
let poolUsed = pool.length;

/**
 * A new id such as `con_01jd3s0v6sf6rv3wqcmh2z0x5b`: a UUIDv7 in lower-case Crockford base32 (26 characters) behind its
 * prefix. Ids sort by creation: across processes by the millisecond, within one process exactly, because the 12 bits
 * after the time count up within a millisecond.
 */
export function newId(prefix: IdPrefix, nowMs: number = Date.now()): string {
  return `${prefix}_${encodeBase32(createUuidV7(nowMs))}`;
}

/** The lowest id there can be of a moment: those made before it sort below. */
export function lowestId(prefix: IdPrefix, atMs: number): string {
  const bytes = Buffer.alloc(16);
  bytes.writeUIntBE(Math.max(0, atMs), 0, 6);
  return `${prefix}_${encodeBase32(bytes)}`;
}

/** The 16 bytes of a UUIDv7 (RFC 9562), never smaller than the one before it in this process. */
function createUuidV7(nowMs: number): Buffer {
  if (poolUsed === pool.length) {
    randomFillSync(pool);
    poolUsed = 0;
  }
  const bytes = Buffer.from(pool.subarray(poolUsed, poolUsed + 16));
  poolUsed += 16;
  if (nowMs > lastMs) {
    lastMs = nowMs;
    // Starts low, so that a burst within the millisecond has room to count.
    counter = bytes.readUInt16BE(6) & 0x3ff;
  } else if (++counter > 0xfff) {
    // More than the counter holds, or the clock went back: borrow the next millisecond.
    lastMs += 1;
    counter = 0;
  }
  bytes.writeUIntBE(lastMs, 0, 6);
  bytes.writeUInt16BE(0x7000 | counter, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes;
}

/** 128 bits as 26 characters, most significant first: text order is number order. */
function encodeBase32(bytes: Buffer): string {
  let text = '';
  // 26 × 5 is 130 bits: the first character carries two leading zero bits.
  let bits = 2;
  let value = 0;
  for (const byte of bytes) {
    value = (value << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += alphabet[(value >>> bits) & 31];
      value &= (1 << bits) - 1;
    }
  }
  return text;
}
