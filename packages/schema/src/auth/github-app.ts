import { z } from 'zod';
import { expressionSchema, nameSchema, urlTemplateSchema } from '../text.ts';
import { common } from './common.ts';

const parameterSchema = z.string().regex(/^[A-Za-z0-9_.-]+$/, 'not a name of a query parameter');

const installSchema = z
  .strictObject({
    url: urlTemplateSchema.describe(
      'Where people install the app. Credentials that are no secret may stand in its path: `{credentials.appSlug}`.',
    ),
    stateParameter: parameterSchema
      .default('state')
      .describe('Query parameter that carries our state there and comes back with it.'),
    installationParameter: parameterSchema
      .default('installation_id')
      .describe("Parameter people come back with: the installation's id."),
    actionParameter: parameterSchema
      .default('setup_action')
      .describe('Parameter people come back with: what they did there.'),
    requestedAction: z
      .string()
      .default('request')
      .describe('Value of that parameter when they only asked for the app, and somebody else has to approve it.'),
    clientIdField: nameSchema.default('clientId').describe("Credential field with the app's client ID."),
    clientSecretField: nameSchema.default('clientSecret').describe("Credential field with the app's client secret."),
    proof: z
      .strictObject({
        authMethod: nameSchema.describe('The method of type oauth2 by which the code people come back with is traded.'),
        operation: nameSchema.describe('Lists, with the token of the person, the installations that person may see.'),
        id: expressionSchema.describe("An item's installation id, as text."),
        suspended: expressionSchema.optional().describe('True, or any text, for an installation that is suspended.'),
      })
      .describe(
        'How the id is proven to belong to whoever came back: anybody can write any number into the address of the callback.',
      ),
  })
  .describe('Installing the app from Patchbay, instead of typing the id of an installation in.');

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
        install: installSchema.optional(),
        permissions: z
          .record(z.string(), z.enum(['read', 'write']))
          .default({})
          .describe('Permissions the app asks for.'),
      })
      .describe('What this type needs to know.'),
  })
  .describe('An app with installation tokens.');
