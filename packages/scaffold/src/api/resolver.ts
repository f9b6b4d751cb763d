import { type DescriptionDocument, DescriptionError, resolveReference } from '@patchbay/verify';
import type { Data } from './types.ts';

/** Follows references of one document, and only within it: what stands in other files would have to be fetched. */
export interface Resolver {
  /** The object an item is or refers to. Throws DescriptionError for a reference to another file. */
  resolve(item: unknown): Data;
  /** The reference an item is, or null. */
  referenceOf(item: unknown): string | null;
}

export function createResolver(document: DescriptionDocument): Resolver {
  function referenceOf(item: unknown): string | null {
    const { $ref } = asData(item);
    return isText($ref) ? $ref : null;
  }
  return {
    referenceOf,
    resolve(item) {
      const reference = referenceOf(item);
      if (reference !== null && !reference.startsWith('#'))
        throw new DescriptionError(
          `The description refers to another file (${shorten(reference)}), and nothing is fetched. Bundle it into one file first, then give that one.`,
        );
      return resolveReference(document, item);
    },
  };
}

export function asData(value: unknown): Data {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Data) : {};
}

export function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

/** The member of an object that is its own, never one of the prototype. */
export function own(holder: Data, key: string): unknown {
  return Object.hasOwn(holder, key) ? holder[key] : undefined;
}

export function shorten(text: string, length = 80): string {
  const plain = text.replace(/\p{Cc}+/gu, ' ');
  return plain.length > length ? `${plain.slice(0, length - 1)}…` : plain;
}
