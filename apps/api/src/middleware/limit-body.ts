import { PatchbayError } from '@patchbay/schema';
import { bodyLimit } from 'hono/body-limit';

/** Refuses a body larger than `maxBytes` before it is read whole. */
export function limitBody(maxBytes: number) {
  return bodyLimit({
    maxSize: maxBytes,
    onError: () => {
      throw new PatchbayError(
        'payload_too_large',
        `The request body is larger than ${maxBytes} bytes. Send less at once.`,
      );
    },
  });
}
