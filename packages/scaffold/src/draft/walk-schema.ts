import { asData, asList, type Resolver } from '../api/resolver.ts';
import type { Data } from '../api/types.ts';
import { mergeAll, typeOf } from './sample-of.ts';

/** A member of an answer: where it is and what it is. */
export interface Member {
  /** Names from the top of the answer down. */
  path: readonly string[];
  schema: Data;
  type: string | null;
}

/** The members of an answer down to a depth, those further up first. */
export function membersOf(schema: unknown, resolver: Resolver, depth = 3): Member[] {
  const found: Member[] = [];
  let level: Member[] = [memberOf([], schema, resolver)];
  for (let reached = 0; reached < depth && found.length < 2_000; reached += 1) {
    level = level.flatMap(({ path, schema: holder }) =>
      Object.entries(asData(holder.properties))
        .filter(([name]) => name !== '__proto__')
        .map(([name, item]) => memberOf([...path, name], item, resolver)),
    );
    found.push(...level);
  }
  return found;
}

function memberOf(path: readonly string[], item: unknown, resolver: Resolver): Member {
  let schema = mergeAll(resolver.resolve(item), resolver);
  const [choice] = asList(schema.oneOf ?? schema.anyOf).filter((one) => resolver.resolve(one).type !== 'null');
  if (choice !== undefined && schema.properties === undefined && schema.items === undefined)
    schema = mergeAll(resolver.resolve(choice), resolver);
  return { path, schema, type: typeOf(schema) };
}

/** A path as JMESPath: plain names joined by dots, others quoted. */
export function toExpression(path: readonly string[]): string {
  return path.map((name) => (/^[A-Za-z_]\w*$/.test(name) ? name : JSON.stringify(name))).join('.');
}
