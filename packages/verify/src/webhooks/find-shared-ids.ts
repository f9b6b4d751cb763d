import type { ReadPayload } from './read-payloads.ts';
import { showValue } from './show-value.ts';

/** Different deliveries of one id: all but the first would be taken for repetitions and lost. */
export function findSharedIds(payloads: readonly ReadPayload[]): { near: string; message: string }[] {
  const first = new Map<string, ReadPayload>();
  const found: { near: string; message: string }[] = [];
  for (const payload of payloads) {
    const id = payload.facts.delivery;
    const before = id === null ? undefined : first.get(id);
    if (id !== null && !before) first.set(id, payload);
    if (before && before.body !== payload.body)
      found.push({ near: payload.near, message: `${payload.name}: it has the id ${showValue(id)} of ${before.name}` });
  }
  return found;
}
