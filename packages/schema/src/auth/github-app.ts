import { z } from 'zod';
import { nameSchema, urlTemplateSchema } from '../text.ts';
import { common } from './common.ts';

export const githubAppMethod = z
  .strictObject({
    ...common,
    type: z.literal('github_app'),
    config: z
      .strictObject({
        apiUrl: urlTemplateSchema.describe('Base URL of the API that gives installation tokens.'),
        appIdField: nameSchema.default('appId').describe("Credential field with the app's id."),
        privateKeyField: nameSchema.default('privateKey').describe('Credential field with the private key (PEM).'),
        installationIdField: nameSchema
          .default('installationId')
          .describe("Credential field with the installation's id."),
        installUrl: urlTemplateSchema.optional().describe('Where people install the app.'),
        permissions: z
          .record(z.string(), z.enum(['read', 'write']))
          .default({})
          .describe('Permissions the app asks for.'),
      })
      .describe('What this type needs to know.'),
  })
  .describe('An app with installation tokens.');
