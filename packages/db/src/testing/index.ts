export { createTestDb, type TestDbOptions } from './create-test-db.ts';
export { createTestFinding } from './create-test-finding.ts';
export { createTestConnection, createTestOrganization } from './create-test-organization.ts';
