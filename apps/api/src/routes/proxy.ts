import { createRoute, z } from '@hono/zod-openapi';
import { failure } from '../contract/index.ts';
import { createRouter } from './create-router.ts';

const methods = ['get', 'post', 'put', 'patch', 'delete', 'head', 'options'] as const;

/** The proxy has no validated shape: it is documented here and served by its own handler. */
export const proxyDocumentation = createRouter();
for (const method of methods)
  proxyDocumentation.openAPIRegistry.registerPath(
    createRoute({
      method,
      path: '/connections/{id}/proxy/{path}',
      tags: ['Proxy'],
      summary: `Pass a ${method.toUpperCase()} through to the provider`,
      description:
        'Method, query, body, status and headers pass byte for byte. The credentials are added here; the host is fixed by the manifest. {path} may hold slashes.',
      request: { params: z.object({ id: z.string(), path: z.string() }) },
      responses: { 200: { description: "The provider's own answer, whatever its status." }, ...failure },
    }),
  );
