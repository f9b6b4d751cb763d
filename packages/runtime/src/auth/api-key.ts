import { setHeader } from '../http/headers.ts';
import { addQueryParameter } from '../http/outgoing-request.ts';
import type { AuthStrategies } from './auth-strategy.ts';
import { readCredential } from './credential.ts';

/** One key in a header, a query parameter or a cookie. */
export const apiKey: AuthStrategies['api_key'] = {
  credentialHeaders: ({ config }) =>
    config.in === 'header' ? [config.name.toLowerCase()] : config.in === 'cookie' ? ['cookie'] : [],
  credentialParameters: ({ config }) => (config.in === 'query' ? [config.name] : []),
  apply(request, context) {
    const { config } = context.method;
    const key = readCredential(config.field, context);
    if (key === null) return;
    const value = `${config.prefix}${key}`;
    switch (config.in) {
      case 'header':
        setHeader(request.headers, config.name, value);
        return;
      case 'query':
        request.query = addQueryParameter(request.query, config.name, value);
        return;
      case 'cookie': {
        const others = request.headers.cookie;
        const cookie = `${config.name}=${encodeURIComponent(value)}`;
        setHeader(request.headers, 'cookie', others === undefined ? cookie : `${others}; ${cookie}`);
      }
    }
  },
};
