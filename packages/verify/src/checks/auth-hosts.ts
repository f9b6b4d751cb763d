import type { ManifestCheck } from '../check.ts';
import { credentialUrls } from '../support/auth-urls.ts';
import { isDeclaredTemplate } from '../support/declared-hosts.ts';

export const authHosts: ManifestCheck = {
  id: 'auth-hosts',
  title: 'Base URLs and sign-in URLs are on declared hosts',
  scope: 'manifest',
  gates: 'unlisted',
  severity: 'error',
  reason: 'the runtime refuses every host that is not declared, so that credentials cannot be sent anywhere else',
  fix: 'add the host to `hosts`, or correct the URL',
  samples: {
    passing: {},
    failing: {
      change: (manifest) => ({
        ...manifest,
        auth: [
          {
            id: 'oauth',
            type: 'oauth2',
            config: { authorizeUrl: '{settings.baseUrl}/authorize', tokenUrl: 'https://login.example.net/token' },
          },
        ],
      }),
    },
  },
  check({ manifest, at }) {
    const urls = manifest.auth.flatMap(credentialUrls);
    if (manifest.http) urls.push({ path: 'http.baseUrl', text: manifest.http.baseUrl });
    for (const [name, { baseUrl }] of Object.entries(manifest.operations))
      if (baseUrl) urls.push({ path: `operations.${name}.baseUrl`, text: baseUrl });
    return urls
      .filter(({ text }) => !isDeclaredTemplate(text, manifest.hosts))
      .map(({ path, text }) => ({
        ...at(path),
        message: `${path} is "${text}", but the declared hosts are ${manifest.hosts.map((host) => `"${host}"`).join(', ') || 'none'}`,
      }));
  },
};
