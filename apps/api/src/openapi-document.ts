import { createRouter } from './routes/create-router.ts';
import { v1Routes } from './routes/v1.ts';

/** The OpenAPI 3.1 document of everything under /api/v1. Needs no database and no settings. */
export function buildOpenApiDocument() {
  const root = createRouter();
  root.route('/api/v1', v1Routes);
  root.openAPIRegistry.registerComponent('securitySchemes', 'apiKey', {
    type: 'http',
    scheme: 'bearer',
    description: 'An API key.',
  });
  root.openAPIRegistry.registerComponent('securitySchemes', 'session', {
    type: 'apiKey',
    in: 'cookie',
    name: 'patchbay.session_token',
    description: 'The session of a person signed in through /api/auth.',
  });
  return root.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'Patchbay',
      version: '1',
      description: 'Connect providers, test them, sync their records, run their operations.',
      license: { name: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    security: [{ apiKey: [] }, { session: [] }],
  });
}
