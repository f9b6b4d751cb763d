import { setHeader } from '../http/headers.ts';
import type { AuthStrategies } from './auth-strategy.ts';
import { readCredential } from './credential.ts';

/** Authorization with a scheme and a token. */
export const bearer: AuthStrategies['bearer'] = {
  credentialHeaders: () => ['authorization'],
  apply(request, context) {
    const { field, scheme } = context.method.config;
    const token = readCredential(field, context);
    if (token !== null) setHeader(request.headers, 'authorization', scheme === '' ? token : `${scheme} ${token}`);
  },
};
