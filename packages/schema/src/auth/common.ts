import { z } from 'zod';
import { fieldsSchema } from '../field.ts';
import { lackSchema } from '../lack.ts';
import { testSchema } from '../sync.ts';
import { headerNameSchema, nameSchema, templateSchema, typeNameSchema, urlTemplateSchema } from '../text.ts';

/** What every auth method has. */
export const common = {
  id: typeNameSchema.describe('Names the method within the manifest; stored with connections.'),
  label: z
    .string()
    .max(80)
    .optional()
    .describe('What people choose: "Personal access token". Default: that of the type.'),
  description: z.string().max(400).optional().describe('When to choose it and what it cannot do.'),
  fields: fieldsSchema.optional().describe('The credentials people give, in order. Default: those of the type.'),
  createUrl: urlTemplateSchema.optional().describe('Where at the provider the credentials are made.'),
  setup: z
    .array(z.string().min(1).max(500))
    .default([])
    .describe('Steps to make the credentials, in order; they name every required field.'),
  storedOnce: z
    .boolean()
    .default(false)
    .describe('An organization keeps the same secrets once: a second connection with them is refused.'),
  operations: z.array(nameSchema).optional().describe('The only operations this method may call. Default: all.'),
  test: testSchema
    .optional()
    .describe('The call that proves a connection made this way. Default: that of the manifest.'),
  replaces: z
    .record(nameSchema, nameSchema)
    .default({})
    .describe(
      'Operations this method calls in the place of others, wherever those are named: `{ listRepositories: "listInstallationRepositories" }`.',
    ),
  headers: z
    .record(headerNameSchema, templateSchema)
    .default({})
    .describe('Headers this method adds besides the credential itself.'),
  lacks: z
    .strictObject({
      permissions: lackSchema.optional().describe('Permissions: whoever signs in this way may do all there is.'),
    })
    .default({})
    .describe('What the provider has nothing for when people sign in this way.'),
};
