import { z } from 'zod';

const id = z.string().min(1).describe('The key at the provider, as text.');
const text = z.string().nullish();
const time = z.string().nullish().describe('ISO 8601, as the provider gives it.');
const url = z.string().nullish();
const count = z.number().nullish();
const flag = z.boolean().nullish();
const texts = z.array(z.string()).nullish();

/** Facts every model may carry beside its own: what the provider has and the model has no word for. */
const more = {
  attributes: z.record(z.string(), z.unknown()).nullish().describe('Further facts in the words of the provider.'),
};

export const severitySchema = z.enum(['info', 'low', 'medium', 'high', 'critical']);
export type Severity = z.output<typeof severitySchema>;

export const findingStateSchema = z.enum(['open', 'resolved', 'ignored']);
export type FindingState = z.output<typeof findingStateSchema>;

/** The canonical models: what records look like whichever provider they come from. */
export const models = {
  repository: z
    .strictObject({
      id,
      name: z.string(),
      description: text,
      url,
      private: flag,
      archived: flag,
      defaultBranch: text,
      language: text,
      createdAt: time,
      updatedAt: time,
      ...more,
    })
    .describe('A source code or image repository.'),
  project: z
    .strictObject({
      id,
      name: z.string(),
      description: text,
      url,
      status: text,
      owner: text,
      createdAt: time,
      updatedAt: time,
      ...more,
    })
    .describe('A project or workspace.'),
  change: z
    .strictObject({
      id,
      number: count,
      title: z.string(),
      state: z.string(),
      author: text,
      url,
      sourceBranch: text,
      targetBranch: text,
      sha: text,
      repository: text,
      createdAt: time,
      updatedAt: time,
      mergedAt: time,
      ...more,
    })
    .describe('A pull or merge request.'),
  pipeline: z
    .strictObject({
      id,
      name: z.string(),
      path: text,
      state: text,
      url,
      project: text,
      createdAt: time,
      updatedAt: time,
      ...more,
    })
    .describe('A workflow, pipeline or job definition.'),
  pipeline_run: z
    .strictObject({
      id,
      name: text,
      status: z.string(),
      conclusion: text,
      number: count,
      ref: text,
      sha: text,
      event: text,
      actor: text,
      pipeline: text,
      project: text,
      url,
      startedAt: time,
      finishedAt: time,
      createdAt: time,
      updatedAt: time,
      ...more,
    })
    .describe('One run of a pipeline.'),
  job: z
    .strictObject({
      id,
      name: z.string(),
      status: z.string(),
      conclusion: text,
      run: text,
      url,
      startedAt: time,
      finishedAt: time,
      ...more,
    })
    .describe('One job of a run.'),
  artifact: z
    .strictObject({
      id,
      name: z.string(),
      sizeBytes: count,
      mediaType: text,
      run: text,
      url,
      createdAt: time,
      expiresAt: time,
      ...more,
    })
    .describe('A file a run produced, or a package.'),
  image_tag: z
    .strictObject({
      id,
      name: z.string(),
      repository: z.string(),
      digest: text,
      sizeBytes: count,
      pushedAt: time,
      url,
      ...more,
    })
    .describe('A tag of a container image.'),
  finding: z
    .strictObject({
      id,
      ruleId: text,
      title: z.string(),
      description: text,
      severity: severitySchema.describe("By the sync's `finding.severity`."),
      providerSeverity: text.describe("The provider's word for the severity, or its score. Filled in by Patchbay."),
      state: findingStateSchema.nullish().describe("By the sync's `finding.state`; without one it is open."),
      resource: text,
      path: text,
      line: count,
      remediation: text,
      url,
      firstSeenAt: time,
      lastSeenAt: time,
      ...more,
    })
    .describe('Something to fix.'),
  vulnerability: z
    .strictObject({
      id,
      aliases: texts,
      summary: text,
      details: text,
      severity: severitySchema.nullish(),
      score: count,
      vector: text,
      publishedAt: time,
      modifiedAt: time,
      withdrawnAt: time,
      affected: z.array(z.unknown()).nullish(),
      references: texts,
      url,
      ...more,
    })
    .describe('A known vulnerability.'),
  user: z
    .strictObject({
      id,
      email: text,
      name: text,
      username: text,
      isActive: flag,
      isAdmin: flag,
      hasMfa: flag,
      groups: texts,
      url,
      createdAt: time,
      lastActiveAt: time,
      ...more,
    })
    .describe('A person or account.'),
  group: z
    .strictObject({ id, name: z.string(), description: text, members: texts, url, createdAt: time, ...more })
    .describe('A group or team.'),
  device: z
    .strictObject({
      id,
      name: z.string(),
      owner: text,
      platform: text,
      osVersion: text,
      isCompliant: flag,
      isEncrypted: flag,
      lastSeenAt: time,
      ...more,
    })
    .describe('A computer, phone or host.'),
  channel: z
    .strictObject({
      id,
      name: z.string(),
      kind: text,
      private: flag,
      archived: flag,
      topic: text,
      url,
      createdAt: time,
      ...more,
    })
    .describe('A channel or room.'),
  ml_model: z
    .strictObject({
      id,
      name: z.string(),
      description: text,
      tags: z.record(z.string(), z.string()).nullish(),
      latestVersion: text,
      aliases: texts,
      url,
      createdAt: time,
      updatedAt: time,
      ...more,
    })
    .describe('A registered machine-learning model.'),
  ml_model_version: z
    .strictObject({
      id,
      model: z.string(),
      version: z.string(),
      stage: text,
      status: text,
      runId: text,
      source: text,
      description: text,
      tags: z.record(z.string(), z.string()).nullish(),
      createdAt: time,
      updatedAt: time,
      ...more,
    })
    .describe('A version of a registered model.'),
  resource: z
    .strictObject({
      id,
      name: z.string(),
      type: z.string(),
      region: text,
      status: text,
      url,
      createdAt: time,
      updatedAt: time,
      ...more,
    })
    .describe('Anything else with an identity.'),
} as const;

export type ModelId = keyof typeof models;
export const modelIds = Object.keys(models) as [ModelId, ...ModelId[]];
export const modelIdSchema = z.enum(modelIds);
