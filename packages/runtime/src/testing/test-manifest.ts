import { defineManifest, type Manifest, type ManifestInput, parseManifest } from '@patchbay/schema';

const base: ManifestInput = defineManifest({
  schema: 1,
  id: 'example-forge',
  version: '1.0.0',
  name: 'Example Forge',
  description: 'Repositories of an example server.',
  category: 'Development',
  owners: ['@patchbay/maintainers'],
  links: { homepage: 'https://example.com', apiReference: 'https://example.com/api' },
  capabilities: ['health'],
  settings: { baseUrl: { type: 'url', label: 'Server URL', required: true } },
  hosts: ['{settings.baseUrl}'],
  auth: [
    { id: 'none', type: 'none' },
    { id: 'token', type: 'bearer' },
  ],
  http: { baseUrl: '{settings.baseUrl}' },
  operations: { getUser: { description: 'Read the user.', request: 'GET /user', safety: 'read' } },
  test: { operation: 'getUser' },
});

/** A small valid manifest with parts of it replaced. Throws with every problem when the result is not valid. */
export function createTestManifest(parts: Partial<ManifestInput> = {}): Manifest {
  const parsed = parseManifest({ ...base, ...parts });
  if (parsed.ok) return parsed.manifest;
  throw new Error(parsed.problems.map(({ path, message }) => `${path}: ${message}`).join('\n'));
}

/** A manifest with one operation called `call`, which is also the test. */
export function withOperation(
  operation: Partial<NonNullable<ManifestInput['operations']>[string]>,
  parts: Partial<ManifestInput> = {},
): Manifest {
  return createTestManifest({
    test: { operation: 'call' },
    ...parts,
    operations: {
      call: { description: 'Call.', request: 'GET /items', safety: 'read', ...operation },
      ...parts.operations,
    },
  });
}
