import { PatchbayError } from '@patchbay/schema';

/** What has to do with an address makes no sense where events are written through a connection. */
export function writesMessages(): PatchbayError {
  return new PatchbayError(
    'conflict',
    'This subscription writes messages through a connection: it has no address and no secret. Change where its webhook is kept.',
  );
}
