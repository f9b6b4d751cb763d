import type { Contract } from '@patchbay/schema';
import { parseYaml } from './parse-yaml.ts';

type Row = Contract['operations'][number];

/** What a provider's API description says, as far as contracts need it. */
export interface Description {
  title: string;
  specVersion: string | undefined;
  basePath: string;
  operations: Row[];
}

/** A file that is no API description, with what is wrong. */
export class DescriptionError extends Error {}

/** Larger ones are no description of an API. Bytes. */
const maxBytes = 64 * 1024 * 1024;
const methods = ['get', 'post', 'put', 'patch', 'delete', 'head', 'options'] as const;
/** Names of parameters that turn pages, in any of the ways APIs write them. */
const pagingNames =
  /^(page|page_?size|per_?page|limit|offset|cursor|after|before|starting_after|page_?token|next_?token|max_?results|first|start)$/i;

/** Reads OpenAPI 2 or 3, as JSON or YAML, or a file of facts that lists operations. Throws DescriptionError. */
export function readDescription(text: string): Description {
  return describeDocument(parseDocument(text));
}

/** What a parsed description says. Throws DescriptionError. */
export function describeDocument(document: DescriptionDocument): Description {
  if (Array.isArray(document.operations)) return readFacts(document);
  const version = versionOf(document);
  if (version !== null && !/^(OpenAPI 3|Swagger 2)(\.|$)/.test(version))
    throw new DescriptionError(
      `The description is of ${version}, and 2.0 and 3.x can be read. Convert it to one of them.`,
    );
  if (version !== null) return readOpenApi(document);
  throw new DescriptionError(
    'The file is no API description: it has neither `openapi` nor `swagger` at its top, nor a list of `operations`.',
  );
}

/** What a description is written in; null for what is none. */
function versionOf({ openapi, swagger }: DescriptionDocument): string | null {
  if (isText(openapi) && isText(swagger))
    throw new DescriptionError(
      'The description says both `openapi` and `swagger`. Keep the one that it is written in.',
    );
  if (isText(openapi)) return `OpenAPI ${openapi}`;
  return isText(swagger) ? `Swagger ${swagger}` : null;
}

/** A description as it was written, parsed. Nothing in it is checked yet. */
export type DescriptionDocument = Record<string, unknown>;
type Data = DescriptionDocument;

/** Parses JSON or YAML of at most 64 MiB whose top is an object. Throws DescriptionError. */
export function parseDocument(text: string): DescriptionDocument {
  if (text.length > maxBytes) throw new DescriptionError(`The file is larger than ${maxBytes / 1024 / 1024} MiB.`);
  if (text.includes('\0'))
    throw new DescriptionError('The file is no text in UTF-8. Save it as UTF-8, or unpack it, and give that.');
  // Editors of some systems begin files with a mark.
  const written = text.replace(/^\ufeff/, '');
  let value: unknown;
  try {
    // JSON first: it is a hundred times faster, and large descriptions come as JSON.
    value = /^\s*[{[]/.test(written) ? JSON.parse(written) : parseYaml(written);
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split('\n')[0] ?? '') : '';
    throw new DescriptionError(`The file is neither JSON nor YAML: ${reason}`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new DescriptionError('The file is no API description: it is no object.');
  const document = value as Data;
  // YAML reads a version without quotes as a number.
  for (const name of ['openapi', 'swagger'])
    if (typeof document[name] === 'number') document[name] = `${document[name]}`;
  return document;
}

function readFacts(document: Data): Description {
  const operations = (document.operations as unknown[]).flatMap((item): Row[] => {
    const { method, path, operationId, params, paginated, deprecated, query, target } = asData(item);
    if (typeof method !== 'string' || typeof path !== 'string') return [];
    const names = Array.isArray(params) ? params.filter(isText) : [];
    // A list that does not say so tells it by its parameters.
    const hasPages = paginated === undefined ? turnsPages(method, names) : paginated === true;
    return [
      {
        ...{ method: method.toUpperCase(), path, params: names },
        ...(isText(operationId) && { operationId }),
        ...(hasPages && { paginated: true }),
        ...(deprecated === true && { deprecated }),
        ...(isText(query) && query !== '' && { query }),
        ...(isText(target) && { target }),
      },
    ];
  });
  return {
    title: isText(document.source) ? document.source : 'a list of facts',
    specVersion: isText(document.specVersion) ? document.specVersion : undefined,
    basePath: isText(document.basePath) ? document.basePath : '',
    operations,
  };
}

function readOpenApi(document: Data): Description {
  const info = asData(document.info);
  const operations: Row[] = [];
  for (const [path, given] of Object.entries(asData(document.paths))) {
    const item = resolveWithin(document, given, path);
    const shared = parametersOf(document, item, path);
    for (const method of methods) {
      if (typeof item[method] !== 'object' || item[method] === null) continue;
      const operation = asData(item[method]);
      const own = parametersOf(document, operation, path);
      const params = [
        ...new Set(
          [...shared, ...own].filter(({ in: place }) => place === 'path' || place === 'query').map(({ name }) => name),
        ),
      ];
      const { operationId, deprecated } = operation;
      operations.push({
        ...{ method: method.toUpperCase(), path, params },
        ...(isText(operationId) && { operationId }),
        ...(turnsPages(method, params) && { paginated: true }),
        ...(deprecated === true && { deprecated }),
      });
    }
  }
  if (operations.length === 0) throw new DescriptionError('The description names no operation under `paths`.');
  const title = [info.title, info.version].filter(isText).join(' ');
  return {
    title: title === '' ? 'an OpenAPI description' : title,
    specVersion: isText(info.version) ? info.version : undefined,
    basePath: basePathOf(document),
    operations,
  };
}

function turnsPages(method: string, params: readonly string[]): boolean {
  return method.toLowerCase() === 'get' && params.some((name) => pagingNames.test(name));
}

function basePathOf(document: Data): string {
  if (isText(document.basePath)) return trim(document.basePath);
  const [server] = Array.isArray(document.servers) ? document.servers : [];
  const { url } = asData(server);
  if (!isText(url)) return '';
  // Servers may be a template of hosts, or a path alone.
  return trim(url.replace(/^[a-z]+:\/\/[^/]*/i, ''));
}

function trim(path: string): string {
  return path.replace(/\/+$/, '');
}

interface Parameter {
  name: string;
  in: string;
}

function parametersOf(document: Data, holder: unknown, path: string): Parameter[] {
  const list = asData(holder).parameters;
  return (Array.isArray(list) ? list : []).flatMap((item): Parameter[] => {
    const { name, in: place } = resolveWithin(document, item, path);
    return isText(name) && isText(place) ? [{ name, in: place }] : [];
  });
}

/** Without what stands in another file the rest would say that a request is gone, or has fewer parameters. */
function resolveWithin(document: Data, item: unknown, path: string): Data {
  const { $ref } = asData(item);
  if (isText($ref) && !$ref.startsWith('#'))
    throw new DescriptionError(`${path} refers to another file (${$ref}), which is not read. Bundle it into one file.`);
  return resolveReference(document, item);
}

/** Follows references within the document, as deep as descriptions really go. What leads out of it, or nowhere, is an empty object. */
export function resolveReference(document: DescriptionDocument, item: unknown): DescriptionDocument {
  let value = asData(item);
  for (let depth = 0; isText(value.$ref) && depth < 10; depth++) {
    const steps = value.$ref.startsWith('#/') ? value.$ref.slice(2).split('/') : [];
    let next: unknown = steps.length > 0 ? document : undefined;
    for (const step of steps) next = own(next, decoded(step).replaceAll('~1', '/').replaceAll('~0', '~'));
    value = asData(next);
  }
  return value;
}

/** A step of a reference; one that is not percent-encoded right stands for itself. */
function decoded(step: string): string {
  try {
    return decodeURIComponent(step);
  } catch {
    return step;
  }
}

function own(holder: unknown, key: string): unknown {
  return typeof holder === 'object' && holder !== null && Object.hasOwn(holder, key)
    ? (holder as Data)[key]
    : undefined;
}

function asData(value: unknown): Data {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Data) : {};
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
