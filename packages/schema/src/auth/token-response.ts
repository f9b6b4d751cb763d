import { z } from 'zod';
import { expressionSchema, nameSchema, timeUnitSchema } from '../text.ts';

/** JMESPath expressions that find the parts of a token answer. */
export const tokenPathsSchema = z
  .strictObject({
    accessToken: expressionSchema.default('access_token').describe('The access token.'),
    refreshToken: expressionSchema.default('refresh_token').describe('The refresh token.'),
    expiresIn: expressionSchema.default('expires_in').describe('The lifetime or the moment of expiry.'),
    expiresInUnit: timeUnitSchema.default('seconds'),
    scope: expressionSchema.default('scope').describe('The granted scopes.'),
    idToken: expressionSchema.default('id_token').describe('The ID token of OpenID Connect.'),
    error: expressionSchema.default('error').describe('Also read when the status is 200.'),
    errorDescription: expressionSchema.default('error_description').describe("The provider's own sentence."),
    success: expressionSchema.optional().describe('JMESPath that is true for a real success, such as `ok`.'),
    metadata: z
      .record(nameSchema, expressionSchema)
      .default({})
      .describe(
        'Further facts of the token answer to keep sealed with the tokens, such as a team id, by the credential name they get: `{credentials.team}`.',
      ),
  })
  .describe('Where the token answer holds what; JMESPath.');
