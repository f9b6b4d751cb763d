import { checkKeys, rotateKeys } from '@patchbay/services';
import {
  failure,
  jsonResponse,
  keyCheckSchema,
  keyRotationSchema,
  organizationQuerySchema,
} from '../contract/index.ts';
import { createRouter } from './create-router.ts';
import { protectedRoute } from './protected-route.ts';
import { serviceContext } from './service-context.ts';

const checkKeysRoute = protectedRoute({
  method: 'get',
  path: '/keys/check',
  tags: ['Keys'],
  summary: 'Which encryption keys are in use, and what does not open',
  request: { query: organizationQuerySchema },
  responses: {
    200: jsonResponse(keyCheckSchema, 'What was found. Numbers are of the whole installation.'),
    ...failure,
  },
});

const rotateKeysRoute = protectedRoute({
  method: 'post',
  path: '/keys/rotate',
  tags: ['Keys'],
  summary: 'Seal credentials with the newest encryption key, some thousands a call',
  request: { query: organizationQuerySchema },
  responses: { 200: jsonResponse(keyRotationSchema, 'What was done. Call again until isComplete.'), ...failure },
});

export const keyRoutes = createRouter();

keyRoutes.openapi(checkKeysRoute, async (context) => context.json(await checkKeys(serviceContext(context)), 200));

keyRoutes.openapi(rotateKeysRoute, async (context) => context.json(await rotateKeys(serviceContext(context)), 200));
