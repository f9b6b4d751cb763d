import type { ManifestCheck } from '../check.ts';

export const pkce: ManifestCheck = {
  id: 'pkce',
  title: 'The authorization code flow uses PKCE, or says why not',
  scope: 'manifest',
  gates: 'bronze',
  severity: 'error',
  reason: 'without PKCE a stolen code can be traded for a token',
  fix: "write pkce: true, or { disabled: true, reason: '…', source: 'https://…' } with the provider's page",
  samples: {
    passing: {},
    failing: {
      change: (manifest) => ({
        ...manifest,
        auth: [
          {
            id: 'oauth',
            type: 'oauth2',
            config: { authorizeUrl: '{settings.baseUrl}/authorize', tokenUrl: '{settings.baseUrl}/token', pkce: false },
          },
        ],
      }),
    },
  },
  check({ manifest, at }) {
    return manifest.auth.flatMap((method, index) => {
      if (method.type !== 'oauth2') return [];
      const { grant, pkce: value, authorizeUrl } = method.config;
      if (grant === 'client_credentials') return [];
      const findings = [];
      if (value === false)
        findings.push({
          ...at(`auth.${index}.config.pkce`),
          message: `method "${method.id}" has pkce: false without a reason`,
        });
      if (!authorizeUrl)
        findings.push({
          ...at(`auth.${index}.config`),
          message: `method "${method.id}" sends people nowhere: authorizeUrl is missing`,
          fix: "add the provider's authorize URL",
        });
      return findings;
    });
  },
};
