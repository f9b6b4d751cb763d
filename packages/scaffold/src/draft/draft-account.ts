import type { Resolver } from '../api/resolver.ts';
import type { DraftedOperation } from './draft-operation.ts';
import { membersOf, toExpression } from './walk-schema.ts';

const idNames = ['id', 'uuid', 'user_id', 'userId', 'account_id', 'accountId', 'login', 'username', 'slug', 'email'];
const labelNames = [
  'login',
  'username',
  'user_name',
  'handle',
  'display_name',
  'displayName',
  'full_name',
  'fullName',
  'name',
  'email',
  'slug',
  'title',
];

/** Where an answer tells whose credentials these are; null when nothing in it looks like that. */
export function draftAccount(
  { api, items }: DraftedOperation,
  resolver: Resolver,
): { id: string; label: string } | null {
  if (items !== null || api.success === null) return null;
  const members = membersOf(api.success.schema, resolver, 2).filter(
    ({ type }) => type === 'string' || type === 'integer',
  );
  const find = (names: readonly string[], below: readonly string[]) =>
    names
      .map((name) => members.find(({ path }) => path.join(' ') === [...below, name].join(' ')))
      .find((member) => member !== undefined);
  const places = [[], ...new Set(members.filter(({ path }) => path.length === 2).map(({ path }) => path.slice(0, 1)))];
  for (const place of places) {
    const id = find(idNames, place);
    const label = find(labelNames, place);
    if (!id || !label) continue;
    const expression = toExpression(id.path);
    return { id: id.type === 'integer' ? `to_string(${expression})` : expression, label: toExpression(label.path) };
  }
  return null;
}
