import { z } from 'zod';
import { apiKeyMethod } from './api-key.ts';
import { awsSigv4Method } from './aws-sigv4.ts';
import { basicMethod } from './basic.ts';
import { bearerMethod } from './bearer.ts';
import { customMethod } from './custom.ts';
import { githubAppMethod } from './github-app.ts';
import { hmacRequestMethod } from './hmac-request.ts';
import { jwtMethod } from './jwt.ts';
import { mtlsMethod } from './mtls.ts';
import { noneMethod } from './none.ts';
import { oauth2Method } from './oauth2.ts';
import { registryBearerMethod } from './registry-bearer.ts';
import { secretUrlMethod } from './secret-url.ts';
import { sessionMethod } from './session.ts';

export const authMethodSchema = z
  .discriminatedUnion('type', [
    noneMethod,
    apiKeyMethod,
    basicMethod,
    bearerMethod,
    oauth2Method,
    jwtMethod,
    githubAppMethod,
    awsSigv4Method,
    sessionMethod,
    registryBearerMethod,
    hmacRequestMethod,
    mtlsMethod,
    secretUrlMethod,
    customMethod,
  ])
  .describe('One way to sign in to the provider.');

export type AuthMethod = z.output<typeof authMethodSchema>;
export type AuthType = AuthMethod['type'];
