import { z } from 'zod';
import { headerNameSchema, templateSchema } from '../text.ts';
import { common } from './common.ts';
import { stepSchema } from './step.ts';

export const customMethod = z
  .strictObject({
    ...common,
    type: z.literal('custom'),
    config: z
      .strictObject({
        steps: z
          .array(stepSchema)
          .default([])
          .describe('Requests made first; later steps and `apply` may use {steps.name}.'),
        ttlSeconds: z.int().min(1).optional().describe('Lifetime when the answer tells none, in seconds.'),
        apply: z
          .strictObject({
            headers: z.record(headerNameSchema, templateSchema).default({}).describe('Headers to send.'),
            query: z.record(z.string(), templateSchema).default({}).describe('Query parameters to add.'),
          })
          .describe('What each request gets in the end.'),
      })
      .describe('What this type needs to know.'),
  })
  .describe('Anything else that fields, requests and headers can say.');
