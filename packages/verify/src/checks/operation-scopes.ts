import { type AuthMethod, type Manifest, operationOf, withImpliedScopes } from '@patchbay/schema';
import type { Finding, ManifestCheck } from '../check.ts';

type OAuthMethod = Extract<AuthMethod, { type: 'oauth2' }>;

/** Scopes of OpenID Connect itself: they are about the sign-in, not about what is called. */
const ownScopes = new Set(['openid', 'profile', 'email', 'offline_access']);

export const operationScopes: ManifestCheck = {
  id: 'operation-scopes',
  title: 'Each operation names its scopes; a sign-in asks for their union',
  scope: 'manifest',
  gates: 'silver',
  severity: 'error',
  reason: 'what is asked for and not needed is a risk for nothing; what is needed and not asked for fails later',
  fix: 'name in `scopes` what the provider says the call needs, or write an empty list where it needs none',
  samples: {
    passing: {},
    failing: {
      change: (manifest) => ({
        ...manifest,
        auth: [
          ...manifest.auth,
          {
            id: 'oauth',
            type: 'oauth2',
            setup: ['Press Connect.'],
            config: {
              authorizeUrl: '{settings.baseUrl}/login/oauth/authorize',
              tokenUrl: '{settings.baseUrl}/login/oauth/access_token',
              scopes: ['repository', 'admin'],
            },
          },
        ],
        operations: {
          ...manifest.operations,
          listRepositories: { ...manifest.operations.listRepositories, scopes: ['repository'] },
          createComment: { ...manifest.operations.createComment, scopes: ['comment'] },
        },
      }),
    },
  },
  check({ manifest, evaluation, at }) {
    const hasScopes =
      manifest.auth.some(isOAuth) || Object.values(manifest.operations).some(({ scopes }) => scopes.length > 0);
    if (!hasScopes) return [];
    const written = (evaluation?.ok ? evaluation.value : {}) as {
      operations?: Record<string, { scopes?: unknown }>;
    };
    const findings: Finding[] = Object.keys(manifest.operations)
      .filter((name) => written.operations?.[name]?.scopes === undefined)
      .map((name) => ({ ...at(`operations.${name}`), message: `${name} does not say which scopes it needs` }));
    for (const [index, method] of manifest.auth.entries())
      if (isOAuth(method) && !method.config.otherScopes)
        findings.push(
          ...scopeFaults(manifest, method).map((fault) => ({ ...at(`auth.${index}.config.scopes`), ...fault })),
        );
    return findings;
  },
};

function isOAuth(method: AuthMethod): method is OAuthMethod {
  return method.type === 'oauth2';
}

/** What a sign-in asks for and nothing needs, and what is needed and nobody asks for. */
function scopeFaults(manifest: Manifest, method: OAuthMethod): { message: string; fix: string }[] {
  const { scopes, optionalScopes } = method.config;
  const needed = neededScopes(manifest, method);
  const asked = scopes.filter((scope) => !ownScopes.has(scope));
  const offered = withImpliedScopes(manifest, [...scopes, ...optionalScopes.map(({ scope }) => scope)]);
  const missing = [...needed].filter(([scope]) => !offered.has(scope));
  const idle = asked.filter((scope) => ![...withImpliedScopes(manifest, [scope])].some((held) => needed.has(held)));
  const within = asked.filter((scope) =>
    asked.some((other) => other !== scope && withImpliedScopes(manifest, [other]).has(scope)),
  );
  return [
    ...missing.map(([scope, name]) => ({
      message: `"${method.id}" does not ask for "${scope}", which ${name} needs`,
      fix: 'add it to `scopes`, or to `optionalScopes`; where another scope holds it, say so in `impliedScopes`',
    })),
    ...idle.map((scope) => ({
      message: `"${method.id}" asks for "${scope}", which no operation needs`,
      fix: 'remove it, or name it in the operation that needs it',
    })),
    ...within.map((scope) => ({
      message: `"${method.id}" asks for "${scope}", which another of its scopes holds`,
      fix: 'remove it',
    })),
  ];
}

/** Scopes of what the method may call, each with the first operation that needs it. */
function neededScopes(manifest: Manifest, method: OAuthMethod): Map<string, string> {
  const needed = new Map<string, string>();
  const callable = method.operations ?? Object.keys(manifest.operations);
  for (const wanted of callable) {
    const name = operationOf(method, wanted);
    for (const scope of manifest.operations[name]?.scopes ?? []) if (!needed.has(scope)) needed.set(scope, name);
  }
  return needed;
}
