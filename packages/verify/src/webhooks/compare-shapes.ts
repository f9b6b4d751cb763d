type Data = Readonly<Record<string, unknown>>;

/**
 * What makes the records of payloads others than those of a read: members that only one of them has, values of another kind, and
 * members that are empty in every payload but in no read. Whoever stores both would overwrite one by the other.
 */
export function compareShapes(mapped: readonly Data[], polled: readonly Data[]): string[] {
  const found: string[] = [];
  for (const member of new Set([...mapped, ...polled].flatMap((data) => Object.keys(data)))) {
    const [own, known] = [mapped, polled].map((all) => all.filter((data) => Object.hasOwn(data, member)));
    if (own?.length === 0) found.push(`it has no "${member}", which a read gives`);
    else if (known?.length === 0) found.push(`it has "${member}", which no read gives`);
    else found.push(...compareMember(member, valuesOf(own, member), valuesOf(known, member)));
  }
  return found;
}

function compareMember(member: string, own: readonly unknown[], known: readonly unknown[]): string[] {
  const filled = own.filter((value) => value !== null);
  if (filled.length === 0)
    return known.includes(null) ? [] : [`"${member}" is empty in every payload, and in no record of a read`];
  const kinds = new Set(known.filter((value) => value !== null).map(kindOf));
  // Nothing is known of a member that every read leaves empty.
  if (kinds.size === 0) return [];
  const other = filled.map(kindOf).find((kind) => !kinds.has(kind));
  return other === undefined ? [] : [`"${member}" is ${other}, and ${[...kinds].join(' or ')} in a read`];
}

function valuesOf(all: readonly Data[] | undefined, member: string): unknown[] {
  return (all ?? []).map((data) => data[member] ?? null);
}

/** Texts of one format are a kind of their own: a time written in another way is not the same value. */
function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value !== 'string') return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
  if (/^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(value)) return 'a time';
  return /^https?:\/\//.test(value) ? 'an address' : 'text';
}
