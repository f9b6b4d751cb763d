import type { ManifestCheck } from '../check.ts';
import { stringsIn } from '../support/templates.ts';

export const secretInUrl: ManifestCheck = {
  id: 'secret-in-url',
  title: 'No credential travels in a URL without a reason',
  scope: 'manifest',
  gates: 'bronze',
  severity: 'error',
  reason: 'URLs end up in logs of proxies and servers, and the secret with them',
  fix: 'send it in a header; where the provider takes it only in the query, give config.queryReason; where the address itself is the secret, use the auth type secret_url',
  samples: {
    passing: {},
    failing: {
      change: (manifest) => ({
        ...manifest,
        auth: [{ id: 'token', type: 'api_key', config: { in: 'query', name: 'key' }, setup: ['Make an API key.'] }],
      }),
    },
  },
  check({ manifest, at }) {
    const found = manifest.auth.flatMap((method, index) =>
      method.type === 'api_key' && method.config.in === 'query' && !method.config.queryReason
        ? [
            {
              ...at(`auth.${index}.config.in`),
              message: `method "${method.id}" puts its key into the query as "${method.config.name}"`,
            },
          ]
        : [],
    );
    const templates = [
      ...stringsIn(manifest.http?.baseUrl, 'http.baseUrl'),
      ...stringsIn(manifest.http?.query, 'http.query'),
      ...Object.entries(manifest.operations).flatMap(([name, operation]) => [
        ...stringsIn(operation.baseUrl, `operations.${name}.baseUrl`),
        ...stringsIn(operation.query, `operations.${name}.query`),
        ...stringsIn(operation.request, `operations.${name}.request`),
      ]),
    ];
    for (const { path, text } of templates)
      if (text.includes('{credentials.')) found.push({ ...at(path), message: `${path} is "${text}"` });
    return found;
  },
};
