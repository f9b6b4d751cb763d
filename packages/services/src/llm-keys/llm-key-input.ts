import { z } from 'zod';

/** What a key is made of, besides its provider. */
export const llmKeyFields = {
  key: z.string().min(1, 'is needed').max(20_000, 'is longer than 20 000 characters'),
  model: z.string().trim().min(1, 'is needed').max(200, 'is longer than 200 characters'),
};
