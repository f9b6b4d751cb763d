import { z } from 'zod';
import { signedPathSchema } from '../request.ts';
import { nameSchema, templateSchema, urlTemplateSchema } from '../text.ts';
import { common } from './common.ts';

export const awsSigv4Method = z
  .strictObject({
    ...common,
    type: z.literal('aws_sigv4'),
    config: z
      .strictObject({
        service: templateSchema.describe('The service name that is signed.'),
        region: templateSchema.describe('The region that is signed.'),
        pathEncoding: signedPathSchema.default('twice'),
        accessKeyIdField: nameSchema.default('accessKeyId').describe('Credential field with the access key id.'),
        secretAccessKeyField: nameSchema
          .default('secretAccessKey')
          .describe('Credential field with the secret access key.'),
        sessionTokenField: nameSchema
          .default('sessionToken')
          .describe('Credential field with a session token, when there is one.'),
        assumeRole: z
          .strictObject({
            roleArnField: nameSchema.default('roleArn').describe('Credential field with the role to assume.'),
            externalIdField: nameSchema
              .default('externalId')
              .describe('Credential field with the external id the role asks for.'),
            stsUrl: urlTemplateSchema.describe('The token service that assumes the role.'),
          })
          .optional()
          .describe('Take on a role with the keys given.'),
      })
      .describe('What this type needs to know.'),
  })
  .describe('Requests signed with AWS Signature Version 4.');
