import { z } from 'zod';
import { commitState, commitStateInput, runConclusion, runConclusionInput, runStatus } from './states.ts';

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

interface Place {
  path?: string | undefined;
  line?: number | undefined;
  commitSha?: string | undefined;
  commentId?: string | undefined;
}

/** A place is a file and a line of it; half of one, or one for a comment that has its place already, would be left out. */
function checkPlace({ path, line, commitSha, commentId }: Place, context: z.RefinementCtx): void {
  const problem = (name: string, message: string) => context.addIssue({ code: 'custom', path: [name], message });
  if (path !== undefined && line === undefined) problem('line', 'say which line of the file, or leave out path');
  if (line !== undefined && path === undefined) problem('path', 'say which file the line is of, or leave out line');
  if (commitSha !== undefined && path === undefined && line === undefined)
    problem('commitSha', 'is about a line; give path and line too, or leave it out');
  if (commentId !== undefined && path !== undefined)
    problem('path', 'a comment that is updated stays where it is; leave out path, line and commitSha, or commentId');
}

export const scm = {
  'scm.comment': {
    description: 'Comment on a pull or merge request, or update the comment made before.',
    input: z
      .strictObject({
        ...repository,
        pullRequestNumber: z.int().min(1).describe('Number of the pull or merge request.'),
        body: z.string().min(1).describe('Markdown.'),
        commentId: z.string().optional().describe('The comment to update.'),
        updateExisting: z
          .boolean()
          .default(true)
          .describe('Update our earlier comment instead of adding one. A comment on a line is always a new one.'),
        path: z.string().optional().describe('File, for a comment on a line.'),
        line: z.int().min(1).optional().describe('Line of the file as it is after the change.'),
        commitSha: z.string().optional().describe('Commit the line is of. Default: the latest of the pull request.'),
      })
      .superRefine(checkPlace),
    output: z.object({ id: z.string(), url: z.string().nullish(), wasUpdated: z.boolean().default(false) }),
  },
  'scm.status': {
    description: 'Set the status of a commit.',
    input: z.strictObject({
      ...repository,
      commitSha: z.string().min(7),
      state: commitStateInput,
      context: z.string().min(1).describe('Names the check.'),
      description: z.string().max(140).optional(),
      targetUrl: z.url().optional(),
    }),
    output: z.object({ id: z.string(), state: commitState, url: z.string().nullish() }),
  },
  'scm.checkRun': {
    description: 'Report a check with annotations on lines.',
    input: z.strictObject({
      ...repository,
      headSha: z.string().min(7),
      name: z.string().min(1),
      status: z.enum(['queued', 'in_progress', 'completed']).optional(),
      conclusion: runConclusionInput.optional(),
      summary: z.string().optional(),
      text: z.string().optional(),
      annotations: z
        .array(annotation)
        .max(50, 'no provider takes more than 50 at once; give the worst')
        .optional()
        .describe('At most 50, the worst of them.'),
    }),
    output: z.object({
      id: z.string(),
      url: z.string().nullish(),
      status: runStatus.nullish(),
      conclusion: runConclusion.nullish(),
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
