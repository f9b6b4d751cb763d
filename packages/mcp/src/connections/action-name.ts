import { createHash } from 'node:crypto';

/** What clients take as the name of a tool. */
const maxLength = 64;
const maxConnectionLength = 24;
const separator = '__';
const suffixLength = 6;

/**
 * Short names of connections, by id. Each ends with the end of its id: a name never comes to mean another connection, also when
 * one is removed and another gets its name, so what a person allowed an agent stays what it was.
 */
export function connectionNames(connections: readonly { id: string; name: string }[]): Map<string, string> {
  const names = new Map<string, string>();
  const taken = new Set<string>();
  for (const { id, name } of connections.toSorted((a, b) => (a.id < b.id ? -1 : 1))) {
    const plainId = id.replace(/[^A-Za-z0-9]/g, '');
    let suffix = suffixLength;
    while (suffix < plainId.length && taken.has(shorten(name, plainId.slice(-suffix)))) suffix += 1;
    const short = shorten(name, plainId.slice(-suffix));
    taken.add(short);
    names.set(id, short);
  }
  return names;
}

/** `team-registry-x7k2qa__listTags`, at most 64 characters. */
export function actionName(connectionName: string, operation: string): string {
  const room = maxLength - connectionName.length - separator.length;
  if (operation.length <= room) return `${connectionName}${separator}${operation}`;
  const digest = createHash('sha256').update(operation).digest('hex').slice(0, 8);
  return `${connectionName}${separator}${operation.slice(0, room - digest.length - 1)}_${digest}`;
}

function shorten(name: string, suffix: string): string {
  const room = maxConnectionLength - suffix.length - 1;
  const words = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, Math.max(0, room))
    .replace(/^-+|-+$/g, '');
  return words === '' ? suffix : `${words}-${suffix}`;
}
