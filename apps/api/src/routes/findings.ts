import { getFinding, listFindings, summarizeFindings, updateFinding } from '@patchbay/services';
import {
  failure,
  findingDetailSchema,
  findingSchema,
  findingSummarySchema,
  idParams,
  jsonBody,
  jsonResponse,
  listFindingsQuerySchema,
  organizationQuerySchema,
  pageOf,
  summarizeFindingsQuerySchema,
  updateFindingSchema,
} from '../contract/index.ts';
import { createRouter } from './create-router.ts';
import { protectedRoute } from './protected-route.ts';
import { ownInput, serviceContext } from './service-context.ts';

const tags = ['Findings'];
const params = idParams('fnd_01j9zq4n2t');

const listFindingsRoute = protectedRoute({
  method: 'get',
  path: '/findings',
  tags,
  summary: 'List findings',
  request: { query: listFindingsQuerySchema },
  responses: { 200: jsonResponse(pageOf(findingSchema), 'Newest first.'), ...failure },
});

const summarizeFindingsRoute = protectedRoute({
  method: 'get',
  path: '/findings/summary',
  tags,
  summary: 'Count findings by severity and status',
  request: { query: summarizeFindingsQuerySchema },
  responses: { 200: jsonResponse(findingSummarySchema, 'How many there are.'), ...failure },
});

const getFindingRoute = protectedRoute({
  method: 'get',
  path: '/findings/{id}',
  tags,
  summary: 'Get a finding with its record',
  request: { params, query: organizationQuerySchema },
  responses: { 200: jsonResponse(findingDetailSchema, 'The finding.'), ...failure },
});

const updateFindingRoute = protectedRoute({
  method: 'patch',
  path: '/findings/{id}',
  tags,
  summary: 'Ignore, resolve or reopen a finding',
  description: 'Ignoring takes a reason. One called resolved is open again when a sync still sees it.',
  request: { params, body: jsonBody(updateFindingSchema) },
  responses: { 200: jsonResponse(findingSchema, 'The finding.'), ...failure },
});

export const findingRoutes = createRouter();

findingRoutes.openapi(listFindingsRoute, async (context) =>
  context.json(await listFindings(serviceContext(context), ownInput(context.req.valid('query'))), 200),
);

// Before the id: "summary" is none.
findingRoutes.openapi(summarizeFindingsRoute, async (context) =>
  context.json(await summarizeFindings(serviceContext(context), ownInput(context.req.valid('query'))), 200),
);

findingRoutes.openapi(getFindingRoute, async (context) =>
  context.json(await getFinding(serviceContext(context), context.req.valid('param')), 200),
);

findingRoutes.openapi(updateFindingRoute, async (context) => {
  const { reason, until, ...rest } = ownInput(context.req.valid('json'));
  // Which of them goes with which status is the service's to say.
  const input = { ...rest, ...(reason !== undefined && { reason }), ...(until !== undefined && { until }) };
  return context.json(
    await updateFinding(serviceContext(context), {
      ...context.req.valid('param'),
      ...input,
    } as Parameters<typeof updateFinding>[1]),
    200,
  );
});
