import type { ManifestCheck } from '../check.ts';
import { credentialUrls } from '../support/auth-urls.ts';
import { stringsIn } from '../support/templates.ts';

export const httpsOnly: ManifestCheck = {
  id: 'https-only',
  title: 'Fixed URLs use https',
  scope: 'manifest',
  gates: 'unlisted',
  severity: 'error',
  reason: 'credentials travel in every request; http shows them to everybody on the way',
  fix: 'write https://; a self-hosted server without TLS is the choice of whoever types the setting',
  samples: {
    passing: {},
    failing: {
      change: (manifest) => ({ ...manifest, hosts: ['api.example.com'], http: { baseUrl: 'http://api.example.com' } }),
    },
  },
  check({ manifest, at }) {
    const urls = [
      ...stringsIn(manifest.http?.baseUrl, 'http.baseUrl'),
      ...Object.entries(manifest.operations).flatMap(([name, { baseUrl }]) =>
        stringsIn(baseUrl, `operations.${name}.baseUrl`),
      ),
      ...manifest.auth.flatMap((method, index) => [
        ...credentialUrls(method, index),
        ...stringsIn(method.createUrl, `auth.${index}.createUrl`),
      ]),
      ...Object.entries(manifest.settings).flatMap(([name, field]) =>
        field.type === 'url' ? stringsIn(field.default, `settings.${name}.default`) : [],
      ),
    ];
    return urls
      .filter(({ text }) => text.startsWith('http://'))
      .map(({ path, text }) => ({
        ...at(path),
        message: `${path} is "${text}"`,
        fix: `write "https${text.slice(4)}"`,
      }));
  },
};
