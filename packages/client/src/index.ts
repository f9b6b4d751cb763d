export * from './create-patchbay-client.ts';
export type { components, operations, paths } from './schema.gen.ts';
export * from './types.ts';
