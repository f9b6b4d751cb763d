import { z } from 'zod';
import { runConclusion, runConclusionInput, runStatus, runStatusInput } from './states.ts';

const project = {
  project: z
    .string()
    .min(1)
    .describe('Repository, project or job in the words of the provider, such as owner/name or folder/job.'),
};

export const ci = {
  'ci.trigger': {
    description: 'Start a pipeline, workflow or job.',
    input: z.strictObject({
      ...project,
      pipeline: z
        .string()
        .optional()
        .describe('Workflow, pipeline or definition; where the project has one only, absent.'),
      ref: z.string().optional(),
      variables: z.record(z.string(), z.string()).default({}),
    }),
    output: z.object({ id: z.string().nullish(), url: z.string().nullish() }),
  },
  'ci.runs': {
    description: 'List the latest runs.',
    input: z.strictObject({
      ...project,
      ref: z.string().optional().describe('Branch or tag.'),
      status: runStatusInput.optional().describe('Only runs that are so far, of the latest.'),
      conclusion: runConclusionInput.optional().describe('Only runs that ended so, of the latest.'),
    }),
    output: z.array(
      z.object({
        id: z.string(),
        name: z.string().nullish(),
        status: runStatus,
        conclusion: runConclusion.nullish(),
        ref: z.string().nullish(),
        sha: z.string().nullish(),
        url: z.string().nullish(),
        startedAt: z.string().nullish(),
        finishedAt: z.string().nullish(),
      }),
    ),
  },
  'ci.logs': {
    description: 'Read the log of a run or job.',
    input: z.strictObject({ ...project, runId: z.string(), jobId: z.string().optional() }),
    output: z.object({
      text: z.string().nullish(),
      url: z.string().nullish().describe('Short-lived address of the log, when the provider gives a file.'),
    }),
  },
  'ci.artifacts': {
    description: 'List what a run produced.',
    input: z.strictObject({ ...project, runId: z.string() }),
    output: z.array(
      z.object({ id: z.string(), name: z.string(), sizeBytes: z.number().nullish(), url: z.string().nullish() }),
    ),
  },
} as const;
