// Half of a surrogate pair, control characters but tab and line ends, and what is not drawn or turns the direction of what is.
export const unseen = /(?![\t\n\r])\p{Cc}|[\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff]|\p{Cs}/u;

/** Where texts of the data hold a sign that nobody sees: the dotted path, and the sign as `U+202E`. */
export function unseenSigns(value: unknown, path = ''): { path: string; sign: string }[] {
  if (typeof value === 'string') {
    const found = unseen.exec(value)?.[0];
    return found === undefined ? [] : [{ path, sign: nameOf(found) }];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => {
    const place = path === '' ? key : `${path}.${key}`;
    const inKey = unseen.exec(key)?.[0];
    return [...(inKey === undefined ? [] : [{ path, sign: nameOf(inKey) }]), ...unseenSigns(item, place)];
  });
}

function nameOf(sign: string): string {
  return `U+${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}
