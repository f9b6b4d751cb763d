import { changeMemberRole, leaveOrganization, listMembers, removeMember } from '@patchbay/services';
import {
  changeRoleSchema,
  failure,
  idParams,
  jsonBody,
  jsonResponse,
  listPeopleQuerySchema,
  memberSchema,
  organizationQuerySchema,
  pageOf,
} from '../contract/index.ts';
import { createRouter } from './create-router.ts';
import { protectedRoute } from './protected-route.ts';
import { ownInput, serviceContext } from './service-context.ts';

const tags = ['People'];
/** Members are known by the id of the person. */
const params = idParams('usr_01j9zq4n2t');

const listMembersRoute = protectedRoute({
  method: 'get',
  path: '/members',
  tags,
  summary: "List the organization's members",
  request: { query: listPeopleQuerySchema },
  responses: { 200: jsonResponse(pageOf(memberSchema), 'Newest first.'), ...failure },
});

const changeRoleRoute = protectedRoute({
  method: 'patch',
  path: '/members/{id}',
  tags,
  summary: "Change a member's role",
  request: { params, query: organizationQuerySchema, body: jsonBody(changeRoleSchema) },
  responses: { 200: jsonResponse(memberSchema, 'The member with the new role, which counts at once.'), ...failure },
});

const removeMemberRoute = protectedRoute({
  method: 'delete',
  path: '/members/{id}',
  tags,
  summary: 'Remove a member',
  description: 'Single sign-on lets them in no more until they are invited again.',
  request: { params, query: organizationQuerySchema },
  responses: { 204: { description: 'Removed.' }, ...failure },
});

const leaveRoute = protectedRoute({
  method: 'post',
  path: '/members/leave',
  tags,
  summary: 'Leave the organization',
  request: { query: organizationQuerySchema },
  responses: { 204: { description: 'Left.' }, ...failure },
});

export const memberRoutes = createRouter();

memberRoutes.openapi(listMembersRoute, async (context) =>
  context.json(await listMembers(serviceContext(context), ownInput(context.req.valid('query'))), 200),
);

memberRoutes.openapi(changeRoleRoute, async (context) => {
  const { role } = context.req.valid('json');
  const member = await changeMemberRole(serviceContext(context), { userId: context.req.valid('param').id, role });
  await context.get('deps').people.announceChange();
  return context.json(member, 200);
});

memberRoutes.openapi(removeMemberRoute, async (context) => {
  await removeMember(serviceContext(context), { userId: context.req.valid('param').id });
  await context.get('deps').people.announceChange();
  return context.body(null, 204);
});

memberRoutes.openapi(leaveRoute, async (context) => {
  await leaveOrganization(serviceContext(context));
  await context.get('deps').people.announceChange();
  return context.body(null, 204);
});
