import { readRequirements } from './read-security.ts';
import { asData, asList, isText, own, type Resolver } from './resolver.ts';
import type {
  ApiBody,
  ApiOperation,
  ApiOperationRef,
  ApiParameter,
  ApiRequirement,
  ApiResponse,
  Data,
} from './types.ts';

interface Context {
  document: Data;
  resolver: Resolver;
  isSwagger: boolean;
  security: readonly ApiRequirement[];
}

/** Media types from the one we like best. */
const preferred = [
  /^application\/json\b/i,
  /[/+]json\b/i,
  /^\*\/\*/,
  /x-www-form-urlencoded/i,
  /^text\/plain/i,
  /xml/i,
];

/** Reads one operation with its references. Throws DescriptionError for references to other files. */
export function readOperation(ref: ApiOperationRef, context: Context): ApiOperation {
  const { document, resolver } = context;
  const item = resolver.resolve(own(asData(document.paths), ref.path));
  const operation = asData(own(item, ref.method.toLowerCase()));
  const parameters = readParameters([...asList(item.parameters), ...asList(operation.parameters)], context);
  const responses = asData(operation.responses);
  const success = Object.keys(responses)
    .filter((status) => /^2(\d\d|XX)$/i.test(status))
    .sort();
  const [best = Object.hasOwn(responses, 'default') && success.length === 0 ? 'default' : undefined] = success;
  return {
    ...ref,
    description: isText(operation.description) ? operation.description : '',
    isDeprecated: operation.deprecated === true,
    parameters: parameters.filter(({ in: place }) => place !== 'body').map(toParameter(context)),
    body: readBody(operation, parameters, context),
    success: best === undefined ? null : readResponse(best, responses, operation, context),
    forbidden: Object.hasOwn(responses, '403') ? readResponse('403', responses, operation, context) : null,
    unauthorized: Object.hasOwn(responses, '401') ? readResponse('401', responses, operation, context) : null,
    security: readRequirements(operation.security) ?? context.security,
  };
}

type Raw = Data & { name: string; in: string };

/** Those of the operation take the place of those of its path. */
function readParameters(list: readonly unknown[], { resolver }: Context): Raw[] {
  const byKey = new Map<string, Raw>();
  for (const item of list) {
    const parameter = resolver.resolve(item);
    if (!isText(parameter.name) || !isText(parameter.in)) continue;
    byKey.set(`${parameter.in} ${parameter.name}`, parameter as Raw);
  }
  return [...byKey.values()];
}

function toParameter({ resolver, isSwagger }: Context) {
  return (raw: Raw): ApiParameter => {
    // Parameters of OpenAPI 2 are schemas themselves; those of 3 may hide theirs in a media type.
    const [content] = Object.values(asData(raw.content));
    const schema = isSwagger ? raw : resolver.resolve(raw.schema ?? asData(content).schema);
    const [named] = Object.values(asData(raw.examples)).map((one) => resolver.resolve(one).value);
    return {
      name: raw.name,
      in: raw.in as ApiParameter['in'],
      isRequired: raw.required === true || raw.in === 'path',
      description: isText(raw.description) ? raw.description : isText(schema.description) ? schema.description : '',
      schema,
      list: listStyle(raw, isSwagger, content !== undefined),
      example: raw.example ?? raw['x-example'] ?? named ?? schema.example,
    };
  };
}

function listStyle(raw: Raw, isSwagger: boolean, isDocument: boolean): ApiParameter['list'] {
  if (isDocument) return 'other';
  if (isSwagger) {
    const format = raw.collectionFormat ?? 'csv';
    return format === 'multi' ? 'repeated' : format === 'csv' ? 'commas' : 'other';
  }
  const isInQuery = raw.in === 'query';
  const style = raw.style ?? (isInQuery ? 'form' : 'simple');
  if (style === 'form') return (raw.explode ?? true) ? 'repeated' : 'commas';
  return style === 'simple' ? 'commas' : 'other';
}

function readBody(operation: Data, parameters: readonly Raw[], context: Context): ApiBody | null {
  return context.isSwagger ? readSwaggerBody(operation, parameters, context) : readContentBody(operation, context);
}

function readSwaggerBody(operation: Data, parameters: readonly Raw[], { document, resolver }: Context): ApiBody | null {
  const consumes = mediaTypes(operation.consumes ?? document.consumes);
  const body = parameters.find(({ in: place }) => place === 'body');
  if (body)
    return {
      contentType: best(consumes) ?? 'application/json',
      isRequired: body.required === true,
      schema: resolver.resolve(body.schema),
      example: undefined,
    };
  const form = parameters.filter(({ in: place }) => place === 'formData');
  if (form.length === 0) return null;
  const isFile = form.some(({ type }) => type === 'file');
  return {
    contentType: isFile ? 'multipart/form-data' : 'application/x-www-form-urlencoded',
    isRequired: form.some(({ required }) => required === true),
    schema: {
      type: 'object',
      properties: Object.fromEntries(form.map((one) => [one.name, one])),
      required: form.filter(({ required }) => required === true).map(({ name }) => name),
    },
    example: undefined,
  };
}

function readContentBody(operation: Data, { resolver }: Context): ApiBody | null {
  const body = resolver.resolve(operation.requestBody);
  const content = asData(body.content);
  const contentType = best(Object.keys(content));
  if (contentType === undefined) return null;
  const media = asData(own(content, contentType));
  return {
    contentType,
    isRequired: body.required === true,
    schema: resolver.resolve(media.schema),
    example: exampleOf(media, resolver),
  };
}

function readResponse(status: string, responses: Data, operation: Data, context: Context): ApiResponse {
  const { document, resolver, isSwagger } = context;
  const response = resolver.resolve(responses[status]);
  const headers = Object.keys(asData(response.headers)).map((name) => name.toLowerCase());
  // "2XX" and "default" stand for several; the first of them is as good as any.
  const number = /^\d+$/.test(status) ? Number(status) : 200;
  if (isSwagger) {
    const produces = mediaTypes(operation.produces ?? document.produces);
    const hasBody = response.schema !== undefined;
    const contentType = best(produces) ?? 'application/json';
    const examples = asData(response.examples);
    const example = own(examples, contentType) ?? Object.values(examples)[0];
    return {
      ...{ status: number, headers, example: parseExample(example) },
      contentType: hasBody ? contentType : null,
      schema: resolver.resolve(response.schema),
    };
  }
  const content = asData(response.content);
  const contentType = best(Object.keys(content)) ?? null;
  const media = contentType === null ? {} : asData(own(content, contentType));
  return {
    ...{ status: number, headers, contentType },
    schema: resolver.resolve(media.schema),
    example: exampleOf(media, resolver),
  };
}

function exampleOf(media: Data, resolver: Resolver): unknown {
  if (media.example !== undefined)
    return parseExample(resolver.referenceOf(media.example) ? resolver.resolve(media.example) : media.example);
  const [first] = Object.values(asData(media.examples)).map((one) => resolver.resolve(one).value);
  return parseExample(first);
}

/** Examples of JSON are often written as text. */
function parseExample(example: unknown): unknown {
  if (typeof example !== 'string' || !/^\s*[{[]/.test(example)) return example;
  try {
    return JSON.parse(example) as unknown;
  } catch {
    return example;
  }
}

function mediaTypes(value: unknown): string[] {
  return asList(value).filter(isText);
}

function best(types: readonly string[]): string | undefined {
  for (const pattern of preferred) {
    const found = types.find((type) => pattern.test(type));
    if (found !== undefined) return found;
  }
  return types[0];
}
