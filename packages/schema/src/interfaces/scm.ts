import { z } from 'zod';

const repository = {
  owner: z.string().min(1).describe('Organization, group or user that owns the repository.'),
  repository: z.string().min(1).describe('Name of the repository.'),
};

const annotation = z.strictObject({
  path: z.string().describe('File, relative to the root of the repository.'),
  startLine: z.int().min(1),
  endLine: z.int().min(1),
  annotationLevel: z.enum(['notice', 'warning', 'failure']),
  message: z.string(),
  title: z.string().optional(),
});

export const scm = {
  'scm.comment': {
    description: 'Comment on a pull or merge request, or update the comment made before.',
    input: z.strictObject({
      ...repository,
      pullRequestNumber: z.int().min(1).describe('Number of the pull or merge request.'),
      body: z.string().min(1).describe('Markdown.'),
      commentId: z.string().optional().describe('The comment to update.'),
      updateExisting: z.boolean().default(true).describe('Update our earlier comment instead of adding one.'),
      path: z.string().optional().describe('File, for a comment on a line.'),
      line: z.int().min(1).optional(),
      commitSha: z.string().optional(),
    }),
    output: z.object({ id: z.string(), url: z.string().nullish(), wasUpdated: z.boolean().default(false) }),
  },
  'scm.status': {
    description: 'Set the status of a commit.',
    input: z.strictObject({
      ...repository,
      commitSha: z.string().min(7),
      state: z.enum(['pending', 'success', 'failure', 'error']),
      context: z.string().min(1).describe('Names the check.'),
      description: z.string().max(140).optional(),
      targetUrl: z.url().optional(),
    }),
    output: z.object({ id: z.string(), state: z.string(), url: z.string().nullish() }),
  },
  'scm.checkRun': {
    description: 'Report a check with annotations on lines.',
    input: z.strictObject({
      ...repository,
      headSha: z.string().min(7),
      name: z.string().min(1),
      status: z.enum(['queued', 'in_progress', 'completed']).optional(),
      conclusion: z
        .enum(['success', 'failure', 'neutral', 'cancelled', 'skipped', 'timed_out', 'action_required'])
        .optional(),
      summary: z.string().optional(),
      text: z.string().optional(),
      annotations: z.array(annotation).optional(),
    }),
    output: z.object({
      id: z.string(),
      url: z.string().nullish(),
      status: z.string().nullish(),
      conclusion: z.string().nullish(),
    }),
  },
  'scm.readFile': {
    description: 'Read one file of a repository at a ref.',
    input: z.strictObject({
      ...repository,
      path: z.string().min(1),
      ref: z.string().optional().describe('Branch, tag or commit. Default: the default branch.'),
    }),
    output: z.object({ content: z.string(), encoding: z.enum(['utf-8', 'base64']), sha: z.string().nullish() }),
  },
  'scm.openChange': {
    description: 'Open a pull or merge request.',
    input: z.strictObject({
      ...repository,
      title: z.string().min(1),
      sourceBranch: z.string(),
      targetBranch: z.string(),
      body: z.string().optional(),
      draft: z.boolean().optional(),
    }),
    output: z.object({ id: z.string(), number: z.int(), url: z.string().nullish() }),
  },
} as const;
