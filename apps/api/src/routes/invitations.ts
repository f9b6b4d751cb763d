import { createRoute } from '@hono/zod-openapi';
import { cancelInvitation, createInvitation, getInvitation, listInvitations } from '@patchbay/services';
import {
  createInvitationSchema,
  failure,
  idParams,
  invitationSchema,
  invitationViewSchema,
  jsonBody,
  jsonResponse,
  listPeopleQuerySchema,
  organizationQuerySchema,
  pageOf,
} from '../contract/index.ts';
import { createRouter } from './create-router.ts';
import { protectedRoute } from './protected-route.ts';
import { ownInput, serviceContext } from './service-context.ts';

const tags = ['People'];
const exampleId = 'inv_5f0c2a8e41';

const listInvitationsRoute = protectedRoute({
  method: 'get',
  path: '/invitations',
  tags,
  summary: 'List open invitations',
  request: { query: listPeopleQuerySchema },
  responses: {
    200: jsonResponse(pageOf(invitationSchema), "Newest first, without those to a role above the caller's."),
    ...failure,
  },
});

const createInvitationRoute = protectedRoute({
  method: 'post',
  path: '/invitations',
  tags,
  summary: 'Invite somebody; mail is not sent',
  request: { query: organizationQuerySchema, body: jsonBody(createInvitationSchema) },
  responses: {
    201: jsonResponse(invitationSchema, 'Made. Its link is /invitation/{id} of the admin, for seven days and once.'),
    ...failure,
  },
});

const getInvitationRoute = createRoute({
  method: 'get',
  path: '/invitations/{id}',
  tags,
  summary: 'Look at an invitation with its link',
  security: [],
  request: { params: idParams(exampleId) },
  responses: { 200: jsonResponse(invitationViewSchema, 'The invitation, open or not.'), ...failure },
});

const cancelInvitationRoute = protectedRoute({
  method: 'delete',
  path: '/invitations/{id}',
  tags,
  summary: 'Cancel an open invitation',
  request: { params: idParams(exampleId), query: organizationQuerySchema },
  responses: { 204: { description: 'Cancelled: its link stops working.' }, ...failure },
});

export const invitationRoutes = createRouter();

invitationRoutes.openapi(listInvitationsRoute, async (context) =>
  context.json(await listInvitations(serviceContext(context), ownInput(context.req.valid('query'))), 200),
);

invitationRoutes.openapi(createInvitationRoute, async (context) =>
  context.json(await createInvitation(serviceContext(context), ownInput(context.req.valid('json'))), 201),
);

invitationRoutes.openapi(getInvitationRoute, async (context) => {
  const { people, rateLimiters, services } = context.get('deps');
  await rateLimiters.address.take(context.get('address'));
  const invitation = await getInvitation(services, context.req.valid('param'));
  const signedInAs = await people.findSignedIn(context.req.header('cookie'));
  return context.json({ ...invitation, signedInAs }, 200);
});

invitationRoutes.openapi(cancelInvitationRoute, async (context) => {
  await cancelInvitation(serviceContext(context), context.req.valid('param'));
  return context.body(null, 204);
});
