/** Words of a name, however it is written: `repos/list-for-user`, `listForUser`, `page[size]`. */
export function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .split(/[^A-Za-z\d]+/)
    .filter((word) => word !== '');
}

/** A name as manifests write keys: `perPage`. An empty text when nothing of the name can stand in one. */
export function toName(name: string): string {
  const [first = '', ...rest] = wordsOf(name).map((word) => word.toLowerCase());
  const joined = [first, ...rest.map((word) => word[0]?.toUpperCase() + word.slice(1))].join('');
  const plain = joined
    .replace(/^\d+/, '')
    .replace(/^[A-Z]/, (letter) => letter.toLowerCase())
    .slice(0, 64);
  // Every object has something of such a name; a manifest may not.
  return plain in {} ? `${plain}Value` : plain;
}

/** The same with the first letter written large: `PerPage`. */
export function toCapital(name: string): string {
  const plain = toName(name);
  return plain === '' ? '' : plain[0]?.toUpperCase() + plain.slice(1);
}

/** `listPullRequests` → `list-pull-requests`. */
export function toKebab(name: string): string {
  return wordsOf(name).join('-').toLowerCase();
}

/** The first of `name`, `name2`, `name3` … that is not taken. */
export function freeName(name: string, taken: ReadonlySet<string>): string {
  for (let index = 1; ; index += 1) {
    const candidate = index === 1 ? name : `${name.slice(0, 60)}${index}`;
    if (!taken.has(candidate)) return candidate;
  }
}

const verbs: Record<string, string> = {
  POST: 'create',
  PUT: 'replace',
  PATCH: 'update',
  DELETE: 'delete',
  HEAD: 'check',
};

/** The name of an operation, verb first: from its operationId, else from method and path. */
export function operationName(ref: { method: string; path: string; operationId: string }, isList: boolean): string {
  // Descriptions that group operations write the group before the verb: issues/list-comments.
  const grouped = /^([\w-]+)\/([a-z]+)((?:-[\w-]+)?)$/.exec(ref.operationId);
  const [, group = '', verb = '', rest = ''] = grouped ?? [];
  const name = grouped ? `${toName(verb)}${toCapital(group)}${toCapital(rest)}` : toName(ref.operationId);
  if (name !== '') return name;
  const segments = ref.path.split('/').filter((segment) => segment !== '' && !segment.includes('{'));
  const noun = segments.slice(-2).map(toCapital).join('');
  return `${verbs[ref.method] ?? (isList ? 'list' : 'get')}${noun || 'Root'}`.slice(0, 64);
}
