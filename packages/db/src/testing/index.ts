export { createTestDb, type TestDbOptions } from './create-test-db.ts';
export { createTestConnection, createTestOrganization } from './create-test-organization.ts';
