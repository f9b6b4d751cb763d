import { asData, asList, isText, own } from './resolver.ts';
import type { ApiServer, Data } from './types.ts';

/** Where the API is: `servers` of OpenAPI 3, or scheme, host and base path of OpenAPI 2. */
export function readServers(document: Data): ApiServer[] {
  if (isText(document.swagger)) return [{ url: swaggerUrl(document), variables: new Map() }];
  return asList(document.servers).flatMap((item): ApiServer[] => {
    const { url, variables } = asData(item);
    if (!isText(url)) return [];
    const names = [...url.matchAll(/\{([^{}]+)\}/g)].map(([, name = '']) => name);
    const known = names.map((name) => {
      const variable = asData(own(asData(variables), name));
      const options = asList(variable.enum).map(String);
      const fallback = variable.default === undefined ? '' : String(variable.default);
      return [
        name,
        { options, fallback, description: isText(variable.description) ? variable.description : '' },
      ] as const;
    });
    return [{ url, variables: new Map(known) }];
  });
}

function swaggerUrl({ schemes, host, basePath }: Data): string {
  const path = isText(basePath) ? basePath : '';
  if (!isText(host)) return path;
  const known = asList(schemes);
  return `${known.length === 0 || known.includes('https') ? 'https' : 'http'}://${host}${path}`;
}
