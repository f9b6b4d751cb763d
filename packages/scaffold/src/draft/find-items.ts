import type { Resolver } from '../api/resolver.ts';
import type { ApiOperation } from '../api/types.ts';
import { wordsOf } from './names.ts';
import { mergeAll, typeOf } from './sample-of.ts';
import { type Member, membersOf } from './walk-schema.ts';

/** Names that providers give to the list in an answer, from the surest. */
const listNames = [
  'data',
  'items',
  'results',
  'values',
  'value',
  'entries',
  'records',
  'list',
  'rows',
  'elements',
  'nodes',
  'content',
];

/** Where the items of a read stand in its answer: a path, empty when the answer is the list itself; null when it is no list. */
export function findItems(operation: ApiOperation, resolver: Resolver, turnsPages: boolean): readonly string[] | null {
  if (operation.method !== 'GET' || operation.success === null || operation.success.contentType === null) return null;
  const schema = mergeAll(operation.success.schema, resolver);
  if (typeOf(schema) === 'array') return [];
  const lists = membersOf(schema, resolver, 2).filter(({ type }) => type === 'array');
  const noun = nounOf(operation.path);
  const isNamed = ({ path }: Member) => {
    const name = path.at(-1)?.toLowerCase() ?? '';
    return listNames.includes(name) || wordsOf(name).join('').toLowerCase() === noun;
  };
  const named = lists.filter(isNamed);
  if (named[0]) return named[0].path;
  // What turns pages is a list, whatever the list is called.
  const [only, ...others] = lists.filter(({ path }) => path.length === 1);
  return turnsPages && only && others.length === 0 ? only.path : null;
}

/** The last part of a path that is no variable, as letters alone: what a list in the answer may be called. */
function nounOf(path: string): string {
  const last = path
    .split('/')
    .filter((part) => part !== '' && !part.includes('{'))
    .at(-1);
  return wordsOf(last ?? '')
    .join('')
    .toLowerCase();
}
