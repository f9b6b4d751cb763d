import { createHash } from 'node:crypto';

/** Hexadecimal digits that are always the same for the same words. */
export function digitsOf(length: number, ...words: readonly (string | number)[]): string {
  let text = '';
  for (let round = 0; text.length < length; round += 1)
    text += createHash('sha256')
      .update(JSON.stringify([round, ...words]))
      .digest('hex');
  return text.slice(0, length);
}

/** A number from 0 to below 2^20 that is always the same for the same words. */
export function numberOf(...words: readonly (string | number)[]): number {
  return Number.parseInt(digitsOf(5, ...words), 16);
}
