import { compile, getRegisteredFunctions } from '@jmespath-community/jmespath';
// Adds the runtime's own functions to the table of the library.
import '@patchbay/runtime';
import type { ErrorRule, Manifest, Operation, Test } from '@patchbay/schema';
import { suggest } from './suggest.ts';
import { joinPath, type LocatedText } from './templates.ts';

type Candidate = [path: string, text: unknown];

/** Every JMESPath expression of a manifest with the path it is written at. */
export function expressionsOf(manifest: Manifest): LocatedText[] {
  const candidates: Candidate[] = [
    ['http.errorMessage', manifest.http?.errorMessage],
    ...errorExpressions('errors', manifest.errors),
    ...Object.entries(manifest.operations).flatMap(([name, item]) => operationExpressions(`operations.${name}`, item)),
    ...testExpressions('test', manifest.test),
    ...manifest.auth.flatMap(({ test }, index) => testExpressions(`auth.${index}.test`, test)),
    ...Object.entries(manifest.resources).flatMap(([type, item]) => [
      ...fromKeys(`resources.${type}`, item, ['item']),
      ...fromKeys(`resources.${type}.forEach`, item.forEach, ['name']),
      ...fromAll(`resources.${type}.forEach.as`, item.forEach?.as),
    ]),
    ...Object.entries(manifest.syncs).flatMap(([name, sync]) => [
      ...fromKeys(`syncs.${name}`, sync, ['record', 'primaryKey']),
      ...fromKeys(`syncs.${name}.incremental`, sync.incremental, ['field', 'token', 'id', 'change', 'position']),
      ...fromKeys(`syncs.${name}.deletes`, sync.deletes, ['tombstone', 'flag']),
      ...fromAll(`syncs.${name}.forEach.as`, sync.forEach?.as),
    ]),
    ...webhookExpressions(manifest),
    ...Object.entries(manifest.implements).flatMap(([id, item]) => {
      const path = joinPath('implements', id);
      if (!item) return [];
      if ('operation' in item) return fromKeys(path, item, ['input', 'output']);
      return [
        ...fromKeys(path, item, ['output']),
        ...item.steps.flatMap((step, index) => fromKeys(`${path}.steps.${index}`, step, ['input', 'when', 'forEach'])),
      ];
    }),
  ];
  return candidates.flatMap(([path, text]) => (typeof text === 'string' ? [{ path, text }] : []));
}

function testExpressions(path: string, test: Test | undefined): Candidate[] {
  return [
    ...fromKeys(`${path}.account`, test?.account, ['id', 'label']),
    ...fromKeys(`${path}.scopes`, test?.scopes, ['body']),
    ...fromKeys(`${path}.version`, test?.version, ['body']),
  ];
}

/** What is wrong with an expression, or null when it compiles and every name in it is known. */
export function expressionError(text: string): string | null {
  try {
    const functions = getRegisteredFunctions();
    const tree = compile(text);
    const unknown = functionsIn(tree).find((name) => !functions.includes(name));
    if (unknown !== undefined) return `there is no function "${unknown}"; ${suggest(unknown, functions)}`;
    const [unbound] = unboundVariables(tree, []);
    return unbound === undefined ? null : `nothing binds $${unbound} here; bindings of one let do not see each other`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Names of the functions a syntax tree calls. */
function functionsIn(tree: unknown): string[] {
  if (typeof tree !== 'object' || tree === null) return [];
  const { type, name } = tree as { type?: unknown; name?: unknown };
  const own = type === 'Function' && typeof name === 'string' ? [name] : [];
  return [...own, ...Object.values(tree).flatMap(functionsIn)];
}

/** Names of the variables a syntax tree uses outside the `let` that binds them. */
function unboundVariables(tree: unknown, bound: readonly string[]): string[] {
  if (typeof tree !== 'object' || tree === null) return [];
  const { type, name, bindings, expression } = tree as Record<string, unknown>;
  if (type === 'Variable') return typeof name === 'string' && !bound.includes(name) ? [name] : [];
  if (type !== 'LetExpression' || !Array.isArray(bindings))
    return Object.values(tree).flatMap((child) => unboundVariables(child, bound));
  const own = bindings.map(({ variable }: { variable: string }) => variable);
  return [...unboundVariables(bindings, bound), ...unboundVariables(expression, [...bound, ...own])];
}

function operationExpressions(path: string, operation: Operation): Candidate[] {
  const { paginate } = operation;
  return [
    ...fromKeys(path, operation, ['success', 'items', 'result']),
    ...fromKeys(`${path}.paginate`, paginate, ['next', 'key', 'connection']),
    ...fromKeys(`${path}.paginate.from`, paginate && 'from' in paginate ? paginate.from : null, ['body']),
    ...fromKeys(`${path}.paginate.stop`, paginate && 'stop' in paginate ? paginate.stop : null, ['unless']),
    ...fromKeys(`${path}.paginate.until`, paginate && 'until' in paginate ? paginate.until : null, [
      'total',
      'totalPages',
      'more',
    ]),
    ...errorExpressions(`${path}.errors`, operation.errors),
    ...errorExpressions(`${path}.emptyWhen`, operation.emptyWhen),
  ];
}

function errorExpressions(path: string, rules: readonly ErrorRule[]): Candidate[] {
  return rules.flatMap((rule, index) => [
    ...fromKeys(`${path}.${index}`, rule, ['body', 'messageFrom']),
    ...fromKeys(`${path}.${index}.retryAfter`, rule.retryAfter, ['body']),
  ]);
}

function webhookExpressions({ webhooks }: Manifest): Candidate[] {
  if (!webhooks) return [];
  return [
    ...(['event', 'action', 'delivery', 'tenant'] as const).flatMap((key) =>
      fromKeys(`webhooks.${key}`, webhooks[key], ['body']),
    ),
    ...fromKeys('webhooks.lifecycle', webhooks.lifecycle, ['id', 'address', 'enabled', 'scheme']),
    ...fromAll('webhooks.lifecycle.scope', webhooks.lifecycle?.scope),
    ...Object.entries(webhooks.events).flatMap(([name, event]) =>
      fromKeys(`${joinPath('webhooks.events', name)}.record`, event.record, ['item', 'when', 'deleted']),
    ),
  ];
}

function fromKeys(path: string, value: object | string | null | undefined, keys: readonly string[]): Candidate[] {
  if (typeof value !== 'object' || value === null) return [];
  return keys.map((key) => [`${path}.${key}`, (value as Record<string, unknown>)[key]]);
}

function fromAll(path: string, value: Record<string, string> | undefined): Candidate[] {
  return Object.entries(value ?? {}).map(([key, text]) => [joinPath(path, key), text]);
}
