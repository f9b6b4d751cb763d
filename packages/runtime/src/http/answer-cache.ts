import { LRUCache } from 'lru-cache';
import type { ParsedAnswer } from './answer.ts';

/** An answer kept for asking again with If-None-Match, or for not asking at all. */
export interface KeptAnswer {
  answer: ParsedAnswer;
  etag: string | null;
  /** Until when it serves without asking, in milliseconds since 1970; 0 for never. */
  freshUntil: number;
}

export type AnswerCache = LRUCache<string, KeptAnswer>;

const maxBytes = 32 * 1024 * 1024;
const maxAnswers = 2_000;

/**
 * Keeps answers of operations that declare `cache`, up to 32 MiB of bodies. Keys begin with connection and credentials. Their number is
 * bound by the size too: `max` would set aside room for all of them at once.
 */
export function createAnswerCache(): AnswerCache {
  return new LRUCache<string, KeptAnswer>({
    maxSize: maxBytes,
    sizeCalculation: ({ answer }) => Math.max(answer.bytes.length + 1_000, Math.ceil(maxBytes / maxAnswers)),
  });
}
