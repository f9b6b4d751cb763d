import {
  getDoctorRun,
  getEvidenceArchive,
  listDoctorRuns,
  listEvidence,
  removeEvidenceArchive,
  saveEvidenceArchive,
  startDoctor,
  verifyEvidenceChain,
} from '@patchbay/services';
import {
  auditVerificationSchema,
  doctorRunSchema,
  evidenceArchiveViewSchema,
  evidenceSchema,
  failure,
  idParams,
  jsonBody,
  jsonResponse,
  listEvidenceQuerySchema,
  organizationQuerySchema,
  pageOf,
  pageQuerySchema,
  savedEvidenceArchiveSchema,
  saveEvidenceArchiveSchema,
  startDoctorSchema,
} from '../contract/index.ts';
import { createRouter } from './create-router.ts';
import { protectedRoute } from './protected-route.ts';
import { ownInput, serviceContext } from './service-context.ts';

const tags = ['Doctor'];
const query = organizationQuerySchema;

const startRoute = protectedRoute({
  method: 'post',
  path: '/doctor/run',
  tags,
  summary: 'Send a doctor to connections',
  description:
    'Looks at the way to each provider, at what it says of us, and at what comes back to us. Watch it at /doctor/runs/{id}. It repairs nothing by itself.',
  request: { query, body: jsonBody(startDoctorSchema) },
  responses: { 202: jsonResponse(doctorRunSchema, 'The doctor, on its way.'), ...failure },
});
const listRoute = protectedRoute({
  method: 'get',
  path: '/doctor/runs',
  tags,
  summary: 'List the doctors there were',
  request: { query: pageQuerySchema },
  responses: { 200: jsonResponse(pageOf(doctorRunSchema), 'Newest first.'), ...failure },
});
const getRoute = protectedRoute({
  method: 'get',
  path: '/doctor/runs/{id}',
  tags,
  summary: 'What a doctor has seen so far',
  request: { params: idParams('doc_01j9zq4n2t'), query },
  responses: { 200: jsonResponse(doctorRunSchema, 'The doctor.'), ...failure },
});
const evidenceRoute = protectedRoute({
  method: 'get',
  path: '/evidence',
  tags: ['Evidence'],
  summary: 'List what checks did and saw',
  request: { query: listEvidenceQuerySchema },
  responses: { 200: jsonResponse(pageOf(evidenceSchema), 'Newest first, unless asked otherwise.'), ...failure },
});
const verifyRoute = protectedRoute({
  method: 'get',
  path: '/evidence/verification',
  tags: ['Evidence'],
  summary: 'Check the chain of the evidence',
  request: { query },
  responses: { 200: jsonResponse(auditVerificationSchema, 'What the check found.'), ...failure },
});

const archiveRoute = protectedRoute({
  method: 'get',
  path: '/evidence/archive',
  tags: ['Evidence'],
  summary: 'Where evidence is kept besides the database',
  request: { query },
  responses: { 200: jsonResponse(evidenceArchiveViewSchema, 'The place, and what may be chosen.'), ...failure },
});
const saveArchiveRoute = protectedRoute({
  method: 'put',
  path: '/evidence/archive',
  tags: ['Evidence'],
  summary: 'Keep evidence in object storage too',
  description:
    'All evidence is stored there from the first entry, and new entries within minutes. A first object is stored at once, to see that it works. With another place than before everything is stored there anew.',
  request: { query, body: jsonBody(saveEvidenceArchiveSchema) },
  responses: { 200: jsonResponse(savedEvidenceArchiveSchema, 'The place.'), ...failure },
});
const removeArchiveRoute = protectedRoute({
  method: 'delete',
  path: '/evidence/archive',
  tags: ['Evidence'],
  summary: 'Keep evidence in the database only',
  description: 'What is stored elsewhere stays there.',
  request: { query },
  responses: { 204: { description: 'No more is stored elsewhere.' }, ...failure },
});

export const doctorRoutes = createRouter();

doctorRoutes.openapi(startRoute, async (context) =>
  context.json(await startDoctor(serviceContext(context), ownInput(context.req.valid('json'))), 202),
);

doctorRoutes.openapi(listRoute, async (context) =>
  context.json(await listDoctorRuns(serviceContext(context), ownInput(context.req.valid('query'))), 200),
);

doctorRoutes.openapi(getRoute, async (context) =>
  context.json(await getDoctorRun(serviceContext(context), context.req.valid('param')), 200),
);

doctorRoutes.openapi(evidenceRoute, async (context) =>
  context.json(await listEvidence(serviceContext(context), ownInput(context.req.valid('query'))), 200),
);

doctorRoutes.openapi(verifyRoute, async (context) =>
  context.json(await verifyEvidenceChain(serviceContext(context)), 200),
);

doctorRoutes.openapi(archiveRoute, async (context) =>
  context.json(await getEvidenceArchive(serviceContext(context)), 200),
);

doctorRoutes.openapi(saveArchiveRoute, async (context) =>
  context.json(await saveEvidenceArchive(serviceContext(context), ownInput(context.req.valid('json'))), 200),
);

doctorRoutes.openapi(removeArchiveRoute, async (context) => {
  await removeEvidenceArchive(serviceContext(context));
  return context.body(null, 204);
});
