import { z } from 'zod';

/** `manifests/<id>/contract.json`: the slice of the provider's official API description that the manifest uses. Facts only. */
export const contractSchema = z
  .strictObject({
    source: z.string().describe('The document and its version.'),
    specVersion: z.string().optional(),
    retrieved: z.iso.date().describe('When the facts were taken.'),
    confidence: z
      .enum(['high', 'medium', 'low'])
      .describe('high: a missing row is proof of absence. Otherwise a manifest may cite its own source.'),
    basePath: z
      .string()
      .default('')
      .describe("Path the description's paths are relative to, when http.baseUrl holds it."),
    operations: z.array(
      z.strictObject({
        method: z.string(),
        path: z.string().describe('With {placeholders}; their names may differ from ours.'),
        operationId: z.string().optional(),
        params: z.array(z.string()).default([]).describe('Names of path and query parameters.'),
        paginated: z.boolean().optional(),
        deprecated: z.boolean().optional(),
        note: z.string().optional(),
        query: z
          .string()
          .optional()
          .describe('Parameters with fixed values that tell operations of one path apart: `list-type=2`, `policy`.'),
        target: z
          .string()
          .optional()
          .describe('Value of the target header or of the form field `Action`, for protocols with one path.'),
      }),
    ),
  })
  .describe("Facts of the provider's official API description.");
export type Contract = z.output<typeof contractSchema>;
