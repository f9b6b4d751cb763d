import { z } from 'zod';

export const registryInterfaces = {
  'registry.repositories': {
    description: 'List the repositories of a registry.',
    input: z.strictObject({ namePrefix: z.string().optional() }),
    output: z.array(z.object({ id: z.string(), name: z.string(), url: z.string().nullish() })),
  },
  'registry.tags': {
    description: 'List the tags of a repository.',
    input: z.strictObject({ repository: z.string().min(1) }),
    output: z.array(z.object({ name: z.string(), digest: z.string().nullish(), pushedAt: z.string().nullish() })),
  },
} as const;

export const notifyInterfaces = {
  'notify.send': {
    description: 'Send a message to a channel, room or address.',
    input: z.strictObject({
      channel: z.string().optional().describe('Channel, room or address. Absent where the credential decides it.'),
      title: z.string().optional(),
      text: z.string().min(1).describe('Plain text; also the fallback of rich messages.'),
      severity: z.enum(['info', 'low', 'medium', 'high', 'critical']).optional(),
      url: z.url().optional(),
      context: z.string().optional().describe('A small line below, such as the time.'),
    }),
    output: z.object({ id: z.string().nullish(), url: z.string().nullish() }),
  },
} as const;

export const llmInterfaces = {
  'llm.chat': {
    description: 'Ask a model.',
    input: z.strictObject({
      model: z.string().min(1).optional().describe('Absent: the one stored with the connection.'),
      messages: z.array(z.strictObject({ role: z.enum(['system', 'user', 'assistant']), content: z.string() })).min(1),
      maxTokens: z.int().min(1).optional(),
      temperature: z.number().min(0).max(2).optional(),
    }),
    output: z.object({
      text: z.string(),
      model: z.string(),
      stopReason: z.string().nullish(),
      inputTokens: z.int().nullish(),
      outputTokens: z.int().nullish(),
    }),
  },
} as const;

const severity = z.enum(['info', 'low', 'medium', 'high', 'critical']);

export const securityInterfaces = {
  'vuln.lookup': {
    description: 'What is known about a vulnerability, or about a package version.',
    input: z
      .strictObject({
        id: z.string().optional().describe('CVE, GHSA or OSV id. Either this or the package.'),
        package: z.strictObject({ ecosystem: z.string(), name: z.string(), version: z.string().optional() }).optional(),
      })
      .refine(({ id, package: named }) => (id === undefined) !== (named === undefined), {
        path: ['id'],
        message: 'give either id or package',
      }),
    output: z.array(
      z.object({
        id: z.string(),
        aliases: z.array(z.string()).nullish(),
        summary: z.string().nullish(),
        severity: severity.nullish(),
        score: z.number().nullish(),
        published: z.string().nullish(),
        modified: z.string().nullish(),
        fixedIn: z.array(z.string()).nullish(),
        url: z.string().nullish(),
      }),
    ),
  },
  'scan.run': {
    description: 'Scan a target.',
    input: z.strictObject({
      kind: z.enum(['image', 'filesystem', 'config', 'dependencies', 'web']),
      target: z.string().min(1),
      options: z.record(z.string(), z.string()).default({}),
    }),
    output: z.object({
      id: z.string().nullish(),
      findings: z.array(
        z.object({
          id: z.string(),
          ruleId: z.string(),
          severity,
          title: z.string(),
          path: z.string().nullish(),
          line: z.int().nullish(),
          fixedIn: z.string().nullish(),
        }),
      ),
    }),
  },
  'secret.read': {
    description: 'Read one secret of a secret store.',
    input: z.strictObject({ path: z.string().min(1), key: z.string().optional() }),
    output: z.object({ value: z.string(), version: z.string().nullish(), leaseSeconds: z.number().nullish() }),
  },
} as const;

export const storageInterfaces = {
  'storage.put': {
    description: 'Store an object.',
    input: z.strictObject({
      bucket: z.string(),
      key: z.string().min(1),
      content: z.string(),
      contentType: z.string().optional(),
      encoding: z.enum(['utf-8', 'base64']).default('utf-8'),
    }),
    output: z.object({ key: z.string(), etag: z.string().nullish(), versionId: z.string().nullish() }),
  },
} as const;

export const directoryInterfaces = {
  'directory.users': {
    description: 'List the people of a directory.',
    input: z.strictObject({ query: z.string().optional() }),
    output: z.array(
      z.object({
        id: z.string(),
        email: z.string().nullish(),
        name: z.string().nullish(),
        isActive: z.boolean(),
        groups: z.array(z.string()).nullish(),
      }),
    ),
  },
} as const;
