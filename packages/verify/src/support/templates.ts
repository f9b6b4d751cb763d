import type { Manifest, Operation } from '@patchbay/schema';

/** A string of the manifest and its dotted path. */
export interface LocatedText {
  path: string;
  text: string;
}

/** A placeholder of a template: `{input.owner}`. */
export interface Placeholder {
  namespace: string;
  name: string;
}

/** Every string inside a value, with its path. Keys with dots are put in brackets. */
export function stringsIn(value: unknown, path: string): LocatedText[] {
  if (typeof value === 'string') return [{ path, text: value }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => stringsIn(item, joinPath(path, key)));
}

export function joinPath(path: string, key: string): string {
  return /[.[\]]/.test(key) ? `${path}[${key}]` : path ? `${path}.${key}` : key;
}

/** `{namespace.name}` placeholders of a template. Braces of other text, such as a GraphQL query, are none. */
export function placeholdersIn(text: string): Placeholder[] {
  return [...text.matchAll(/\{([A-Za-z]\w*)\.([\w.]+)\}/g)].map(([, namespace = '', name = '']) => ({
    namespace,
    name,
  }));
}

/** Variables of an RFC 6570 path: `{owner}`, `{+path}`, `{settings.team}`. */
export function pathVariables(path: string): string[] {
  return [...path.matchAll(/\{[+#./;?&]?([^}]+)\}/g)].flatMap(([, list = '']) =>
    list.split(',').map((variable) => variable.replace(/\*$|:\d+$/, '')),
  );
}

/** The path of `GET /repos/{owner}`. */
export function requestPath(request: string): string {
  return request.slice(request.indexOf(' ') + 1);
}

/** Every template of an operation besides its path, and of what it inherits. */
export function operationTemplates(manifest: Manifest, name: string, operation: Operation): LocatedText[] {
  const own = `operations.${name}`;
  return [
    ...stringsIn(operation.baseUrl ?? manifest.http?.baseUrl, operation.baseUrl ? `${own}.baseUrl` : 'http.baseUrl'),
    ...(['query', 'headers', 'body', 'process', 'smtp', 'preflight'] as const).flatMap((key) =>
      stringsIn(operation[key], `${own}.${key}`),
    ),
  ];
}
