import { DescriptionError, describeDocument, parseDocument } from '@patchbay/verify';
import { readOperation } from './read-operation.ts';
import { readRequirements, readSchemes } from './read-security.ts';
import { readServers } from './read-servers.ts';
import { asData, createResolver, isText, shorten } from './resolver.ts';
import { firstSentence } from './sentence.ts';
import type { Api, ApiOperationRef, Data } from './types.ts';

const methods = ['get', 'post', 'put', 'patch', 'delete', 'head', 'options'] as const;

/** Reads the text of an OpenAPI 2 or 3 description, JSON or YAML. Throws DescriptionError with what is wrong. */
export function readApi(text: string): Api {
  const document = parseDocument(text);
  if (!isText(document.openapi) && !isText(document.swagger))
    throw new DescriptionError('The file is no API description: it has neither `openapi` nor `swagger` at its top.');
  return readApiDocument(document);
}

/** The same of a description that is parsed already. */
export function readApiDocument(document: Data): Api {
  const resolver = createResolver(document);
  const operations = listOperations(document, (item) => resolver.resolve(item));
  const info = asData(document.info);
  const security = readRequirements(document.security) ?? [];
  const context = { document, resolver, isSwagger: isText(document.swagger), security };
  const links = [asData(document.externalDocs).url, asData(info.contact).url, info.termsOfService];
  return {
    title: isText(info.title) ? shorten(info.title) : '',
    summary: firstSentence(isText(info.summary) ? info.summary : isText(info.description) ? info.description : ''),
    servers: readServers(document),
    links: links.filter(isText).filter((link) => /^https:\/\/[^\s@]+$/.test(link)),
    schemes: readSchemes(document, resolver),
    security,
    operations,
    facts: describeDocument(document),
    resolver,
    read: (ref) => readOperation(ref, context),
  };
}

function listOperations(document: Data, resolve: (item: unknown) => Data): ApiOperationRef[] {
  const refs: ApiOperationRef[] = [];
  for (const [path, item] of Object.entries(asData(document.paths))) {
    const resolved = resolve(item);
    for (const method of methods) {
      const operation = resolved[method];
      if (typeof operation !== 'object' || operation === null) continue;
      const { operationId, summary, description } = asData(operation);
      refs.push({
        ...{ method: method.toUpperCase(), path },
        operationId: isText(operationId) ? operationId : '',
        summary: firstSentence(isText(summary) ? summary : isText(description) ? description : ''),
      });
    }
  }
  return refs;
}
