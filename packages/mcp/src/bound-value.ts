/** Most characters of JSON a result may have: about as much as a model reads at once without losing what it was doing. */
export const maxResultLength = 60_000;

export interface BoundList {
  items: unknown[];
  /** How many items of the end are missing; absent when none. */
  itemsLeftOut?: number;
}

/** As many items from the beginning as fit. The first is kept in any case, cut off when it is too long alone. */
export function boundList(items: readonly unknown[], maxLength = maxResultLength): BoundList {
  const kept: unknown[] = [];
  let length = 0;
  for (const item of items) {
    length += toJson(item).length + 1;
    if (length > maxLength) break;
    kept.push(item);
  }
  if (kept.length === items.length) return { items: kept };
  if (kept.length === 0) kept.push(boundValue(items[0], maxLength));
  return { items: kept, itemsLeftOut: items.length - kept.length };
}

/** The value, or the beginning of its JSON when that is too long. */
export function boundValue(value: unknown, maxLength = maxResultLength): unknown {
  const text = toJson(value);
  return text.length <= maxLength
    ? value
    : { isCutOff: true, length: text.length, beginning: text.slice(0, Math.max(0, maxLength)) };
}

function toJson(value: unknown): string {
  return JSON.stringify(value) ?? 'null';
}
