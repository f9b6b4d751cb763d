import { DescriptionError } from '@patchbay/verify';
import type { Data } from './api/types.ts';
import type { AuthKind } from './draft/draft-auth.ts';

/** The description of an API nobody has described: what was said on the command line, and no more. */
export function describeByHand({ name, operations }: { name: string; operations: readonly string[] }): Data {
  const paths = new Map<string, Record<string, Data>>();
  for (const line of operations) {
    const [, method = '', path = ''] = /^(GET|POST|PUT|PATCH|DELETE|HEAD) (\/\S*)$/.exec(line.trim()) ?? [];
    if (method === '')
      throw new DescriptionError(
        `${JSON.stringify(line)} is no operation. Without a description, write each as method and path: GET /projects/{id}.`,
      );
    const names = [...path.matchAll(/\{([^{}]+)\}/g)].map(([, variable = '']) => variable);
    const parameters = names.map((variable) => ({
      name: variable,
      in: 'path',
      required: true,
      schema: { type: 'string' },
    }));
    const responses = {
      '200': { description: 'It worked.', content: { 'application/json': { schema: { type: 'object' } } } },
    };
    paths.set(path, { ...paths.get(path), [method.toLowerCase()]: { parameters, responses } });
  }
  return { openapi: '3.1.0', info: { title: name }, paths: Object.fromEntries(paths) };
}

/** Ways to sign in that can be written without a description. */
export const kindsByHand: readonly AuthKind[] = ['api-key', 'bearer', 'basic', 'none'];
