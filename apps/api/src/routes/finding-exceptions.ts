import {
  createFindingException,
  deleteFindingException,
  getFindingException,
  listFindingExceptions,
  updateFindingException,
} from '@patchbay/services';
import {
  createFindingExceptionSchema,
  failure,
  findingExceptionSchema,
  idParams,
  jsonBody,
  jsonResponse,
  organizationQuerySchema,
  pageOf,
  pageQuerySchema,
  updateFindingExceptionSchema,
} from '../contract/index.ts';
import { createRouter } from './create-router.ts';
import { protectedRoute } from './protected-route.ts';
import { ownInput, serviceContext } from './service-context.ts';

const tags = ['Findings'];
const params = idParams('fex_01j9zq4n2t');
const query = organizationQuerySchema;

const listFindingExceptionsRoute = protectedRoute({
  method: 'get',
  path: '/finding-exceptions',
  tags,
  summary: 'List exceptions: findings to live with',
  request: { query: pageQuerySchema },
  responses: { 200: jsonResponse(pageOf(findingExceptionSchema), 'Newest first.'), ...failure },
});

const createFindingExceptionRoute = protectedRoute({
  method: 'post',
  path: '/finding-exceptions',
  tags,
  summary: 'Ignore findings by rule and resource, now and later',
  request: { query, body: jsonBody(createFindingExceptionSchema) },
  responses: {
    201: jsonResponse(findingExceptionSchema, 'The exception. Open findings that fit are ignored.'),
    ...failure,
  },
});

const getFindingExceptionRoute = protectedRoute({
  method: 'get',
  path: '/finding-exceptions/{id}',
  tags,
  summary: 'Get an exception',
  request: { params, query },
  responses: { 200: jsonResponse(findingExceptionSchema, 'The exception.'), ...failure },
});

const updateFindingExceptionRoute = protectedRoute({
  method: 'patch',
  path: '/finding-exceptions/{id}',
  tags,
  summary: 'Change the reason or the end of an exception',
  request: { params, body: jsonBody(updateFindingExceptionSchema) },
  responses: { 200: jsonResponse(findingExceptionSchema, 'The exception.'), ...failure },
});

const deleteFindingExceptionRoute = protectedRoute({
  method: 'delete',
  path: '/finding-exceptions/{id}',
  tags,
  summary: 'Delete an exception',
  description: 'What it ignored is open again, unless another exception fits.',
  request: { params, query },
  responses: { 204: { description: 'Gone.' }, ...failure },
});

export const findingExceptionRoutes = createRouter();

findingExceptionRoutes.openapi(listFindingExceptionsRoute, async (context) =>
  context.json(await listFindingExceptions(serviceContext(context), ownInput(context.req.valid('query'))), 200),
);

findingExceptionRoutes.openapi(createFindingExceptionRoute, async (context) =>
  context.json(await createFindingException(serviceContext(context), ownInput(context.req.valid('json'))), 201),
);

findingExceptionRoutes.openapi(getFindingExceptionRoute, async (context) =>
  context.json(await getFindingException(serviceContext(context), context.req.valid('param')), 200),
);

findingExceptionRoutes.openapi(updateFindingExceptionRoute, async (context) =>
  context.json(
    await updateFindingException(serviceContext(context), {
      ...context.req.valid('param'),
      ...ownInput(context.req.valid('json')),
    }),
    200,
  ),
);

findingExceptionRoutes.openapi(deleteFindingExceptionRoute, async (context) => {
  await deleteFindingException(serviceContext(context), context.req.valid('param'));
  return context.body(null, 204);
});
