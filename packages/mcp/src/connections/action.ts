import type { ProviderDetail } from '@patchbay/client';

type Operation = ProviderDetail['operations'][number];

/** How much an operation may change at the provider: nothing, something, or what cannot be undone. */
export type Safety = Operation['safety'];

/** One operation of one connection. */
export interface Action {
  /** Unique among the actions of an organization, and the same as long as connection and operation keep their names. */
  name: string;
  connection: { id: string; name: string };
  provider: string;
  operation: string;
  description: string;
  safety: Safety;
  fields: Operation['input'];
}
