import { asData, asList, isText, type Resolver } from './resolver.ts';
import type { ApiRequirement, ApiScheme, Data } from './types.ts';

/** The ways to sign in that a description names, by their names in it. */
export function readSchemes(document: Data, resolver: Resolver): Map<string, ApiScheme> {
  const declared = isText(document.swagger)
    ? asData(document.securityDefinitions)
    : asData(asData(document.components).securitySchemes);
  return new Map(Object.entries(declared).map(([name, item]) => [name, readScheme(resolver.resolve(item))]));
}

function readScheme(scheme: Data): ApiScheme {
  const description = isText(scheme.description) ? scheme.description : '';
  const kind = String(scheme.scheme ?? '').toLowerCase();
  if (scheme.type === 'basic' || (scheme.type === 'http' && kind === 'basic')) return { type: 'basic', description };
  if (scheme.type === 'http' && kind === 'bearer') return { type: 'bearer', description };
  if (scheme.type === 'apiKey' && isText(scheme.name)) {
    const { name, in: place } = scheme;
    const isBearer = /^authorization$/i.test(name) && place === 'header' && /\bbearer\b/i.test(description);
    if (isBearer) return { type: 'bearer', description };
    if (place === 'header' || place === 'query' || place === 'cookie')
      return { type: 'apiKey', in: place, name, description };
  }
  if (scheme.type === 'oauth2') return readOAuth(scheme, description);
  const what = [scheme.type, scheme.scheme].filter(isText).join(' ');
  return { type: 'unsupported', what: what === '' ? 'a scheme without a type' : what, description };
}

function readOAuth(scheme: Data, description: string): ApiScheme {
  // OpenAPI 2 has one flow in the scheme itself, under other names.
  const old: Record<string, string> = { accessCode: 'authorizationCode', application: 'clientCredentials' };
  const flows = isText(scheme.flow) ? { [old[scheme.flow] ?? scheme.flow]: scheme } : asData(scheme.flows);
  for (const [name, grant] of [
    ['authorizationCode', 'authorization_code'],
    ['clientCredentials', 'client_credentials'],
  ] as const) {
    const flow = asData(flows[name]);
    if (!isText(flow.tokenUrl)) continue;
    return {
      ...{ type: 'oauth2', grant, tokenUrl: flow.tokenUrl, description },
      authorizeUrl: isText(flow.authorizationUrl) ? flow.authorizationUrl : '',
      refreshUrl: isText(flow.refreshUrl) ? flow.refreshUrl : '',
      scopes: Object.keys(asData(flow.scopes)),
    };
  }
  return { type: 'unsupported', what: `oauth2 with ${Object.keys(flows).join(', ') || 'no flow'}`, description };
}

/** `security` of a description or an operation; null where it says nothing. */
export function readRequirements(value: unknown): ApiRequirement[] | null {
  if (!Array.isArray(value)) return null;
  return value.map((item) =>
    Object.entries(asData(item)).map(([scheme, scopes]) => ({ scheme, scopes: asList(scopes).filter(isText) })),
  );
}
