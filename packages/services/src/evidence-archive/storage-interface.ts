import type { InterfaceId } from '@patchbay/schema';

/** What a provider must serve for evidence to be kept there. */
export const storageInterface = 'storage.put' satisfies InterfaceId;
