import { z } from 'zod';

/** Something others have and this provider does not, which is a fact about it and no fault of its manifest. */
export const lackSchema = z.strictObject({
  reason: z.string().min(10).describe('What the provider has instead, or why it has nothing.'),
  source: z.url().describe("The provider's page that shows it."),
});
