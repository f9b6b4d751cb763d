import { z } from 'zod';
import { nameSchema } from '../text.ts';
import { common } from './common.ts';

export const apiKeyMethod = z
  .strictObject({
    ...common,
    type: z.literal('api_key'),
    config: z
      .strictObject({
        in: z.enum(['header', 'query', 'cookie']).describe('Where the key travels.'),
        name: z.string().min(1).describe('Name of the header, parameter or cookie.'),
        prefix: z.string().default('').describe('Put before the key: "token ".'),
        field: nameSchema.default('apiKey').describe('The credential field that holds the key.'),
        queryReason: z.string().optional().describe('Why the key has to travel in the URL, when `in` is query.'),
      })
      .describe('One key in one place.'),
  })
  .describe('One key in a header, query parameter or cookie.');
