import { z } from 'zod';
import { authMethodSchema } from './auth/auth-method.ts';
import { signsInAtProvider } from './auth/credential-fields.ts';
import { errorRuleSchema, rateLimitsSchema } from './error-rule.ts';
import { type Field, fieldsSchema } from './field.ts';
import { identity } from './identity.ts';
import { interfaceIdSchema } from './interfaces/index.ts';
import { lackSchema } from './lack.ts';
import { httpSchema, operationSchema } from './request.ts';
import { implementsSchema, resourcesSchema, syncSchema, testSchema } from './sync.ts';
import { nameSchema, templateSchema } from './text.ts';
import { pingSchema, webhooksSchema } from './webhook.ts';

export const manifestSchema = z
  .strictObject({
    ...identity,
    settings: fieldsSchema
      .default({})
      .describe('What is set once for a connection: server URL, region, organization. Used as {settings.name}.'),
    hosts: z
      .array(
        templateSchema.regex(
          /^(\*\.)?[a-z0-9.-]+(:\d+)?$|^\{settings\.[A-Za-z0-9]+\}$|^[a-z0-9.-]*\{settings\.[A-Za-z0-9]+\}\.[a-z0-9.-]+$/,
          'use a host (api.example.com), *.example.com, {settings.baseUrl}, or {settings.region}.example.com',
        ),
      )
      .describe(
        'The only hosts requests may go to: a host, a wildcard label, a URL setting, or a host with a setting as a label.',
      ),
    auth: z.array(authMethodSchema).min(1).describe('Ways to sign in, the recommended one first.'),
    http: httpSchema.optional().describe('Absent where no operation uses HTTP.'),
    errors: z
      .array(errorRuleSchema)
      .default([])
      .describe(
        'What answers mean; the first rule that matches wins, then the defaults by status. Of refused token requests only rules with `body` are read.',
      ),
    rateLimits: rateLimitsSchema.prefault({}),
    impliedScopes: z
      .record(z.string(), z.array(z.string()).min(1))
      .default({})
      .describe('Scopes that hold others: whoever has the first needs none of the list. `{ "api": ["read_api"] }`'),
    operations: z.record(nameSchema, operationSchema).describe('Calls by name, verb first: listRepositories.'),
    test: testSchema,
    resources: resourcesSchema.default({}).describe('What discovery lists, the most useful first.'),
    syncs: z
      .record(nameSchema, syncSchema)
      .default({})
      .describe('Scheduled reads of collections into records, by name.'),
    webhooks: webhooksSchema.optional(),
    ping: pingSchema.optional(),
    implements: implementsSchema.default({}).describe('Provider-neutral contracts this manifest serves.'),
    lacks: z
      .partialRecord(interfaceIdSchema, lackSchema)
      .default({})
      .describe('Contracts of a family it serves that the provider has nothing for.'),
    exemptions: z
      .array(
        z.strictObject({
          rule: z.string().describe('The rule of verify that does not hold.'),
          reason: z.string().min(10).describe('Why it may stay so for now.'),
          owner: z
            .string()
            .regex(/^@[\w-]+(\/[\w-]+)?$/, 'use a handle or team')
            .describe('Who sees to it.'),
          until: z.iso.date().describe('The last day it counts.'),
        }),
      )
      .default([])
      .describe(
        'Rules that are not held for a time. What lets through secrets, foreign hosts or code cannot be exempted.',
      ),
  })
  .superRefine((manifest, context) => {
    const problem = (path: (string | number)[], message: string) => context.addIssue({ code: 'custom', path, message });
    const operations = Object.keys(manifest.operations);
    const syncNames = Object.keys(manifest.syncs);
    const needsOperation = (path: (string | number)[], name: string | undefined) => {
      if (name !== undefined && !Object.hasOwn(manifest.operations, name))
        problem(path, `"${name}" is not an operation of this manifest; there are ${operations.join(', ') || 'none'}`);
    };
    needsOperation(['test', 'operation'], manifest.test.operation);
    for (const [name, sync] of Object.entries(manifest.syncs)) {
      needsOperation(['syncs', name, 'operation'], sync.operation);
      needsOperation(['syncs', name, 'forEach', 'operation'], sync.forEach?.operation);
    }
    for (const [type, resource] of Object.entries(manifest.resources)) {
      needsOperation(['resources', type, 'operation'], resource.operation);
      needsOperation(['resources', type, 'forEach', 'operation'], resource.forEach?.operation);
    }
    for (const [id, implementation] of Object.entries(manifest.implements)) {
      if (!implementation) continue;
      if ('operation' in implementation) {
        needsOperation(['implements', id, 'operation'], implementation.operation);
        continue;
      }
      for (const [index, step] of implementation.steps.entries()) {
        needsOperation(['implements', id, 'steps', index, 'operation'], step.operation);
      }
    }
    needsOperation(['ping', 'operation'], manifest.ping?.operation);
    for (const key of ['create', 'update', 'remove', 'list', 'test'] as const)
      needsOperation(['webhooks', 'lifecycle', key], manifest.webhooks?.lifecycle?.[key]);
    for (const [event, { syncs, record }] of Object.entries(manifest.webhooks?.events ?? {})) {
      for (const sync of [...syncs, ...(record ? [record.sync] : [])])
        if (!Object.hasOwn(manifest.syncs, sync))
          problem(
            ['webhooks', 'events', event],
            `"${sync}" is not a sync of this manifest; there are ${syncNames.join(', ') || 'none'}`,
          );
    }
    for (const [name, { type }] of Object.entries(manifest.settings)) {
      if (type === 'secret')
        problem(
          ['settings', name, 'type'],
          'settings are stored and shown as they are; declare a secret in `fields` of the auth methods that need it, where it is sealed',
        );
    }
    const methods = new Set<string>();
    manifest.auth.forEach((method, index) => {
      if (methods.has(method.id)) problem(['auth', index, 'id'], `two auth methods are called "${method.id}"`);
      methods.add(method.id);
      for (const name of method.operations ?? []) needsOperation(['auth', index, 'operations'], name);
      needsOperation(['auth', index, 'test', 'operation'], method.test?.operation);
      for (const [name, replacement] of Object.entries(method.replaces)) {
        needsOperation(['auth', index, 'replaces', name], name);
        needsOperation(['auth', index, 'replaces', name], replacement);
      }
      if (method.type === 'github_app' && method.config.install) {
        const at = ['auth', index, 'config', 'install', 'proof'];
        const { authMethod, operation } = method.config.install.proof;
        needsOperation([...at, 'operation'], operation);
        if (!manifest.auth.some((known) => known.id === authMethod && signsInAtProvider(known)))
          problem(
            [...at, 'authMethod'],
            `"${authMethod}" is no method of this manifest that people sign in with; there are ${
              manifest.auth
                .filter(signsInAtProvider)
                .map(({ id }) => id)
                .join(', ') || 'none'
            }`,
          );
      }
      for (const [name, path] of repeatedMembers(method.fields ?? {}))
        problem(['auth', index, 'fields', ...path], `the method has a credential called "${name}" already`);
    });
    const usesHttp = Object.values(manifest.operations).some((operation) => operation.request !== undefined);
    if (usesHttp && !manifest.http) problem(['http'], 'operations with `request` need `http`');
    if (usesHttp && manifest.hosts.length === 0) problem(['hosts'], 'operations with `request` need at least one host');
  })
  .meta({ title: 'Patchbay manifest', description: 'One provider, as data.' });

/** Members of JSON fields that would hide a field, or a member of another: their names and where they stand. */
function repeatedMembers(fields: Readonly<Record<string, Field>>): [name: string, path: string[]][] {
  const names = new Set(Object.keys(fields));
  return Object.entries(fields).flatMap(([field, declared]) =>
    Object.keys((declared.type === 'secret' && declared.members) || {}).flatMap((name) => {
      const isRepeated = names.has(name);
      names.add(name);
      return isRepeated ? [[name, [field, 'members', name]] as [string, string[]]] : [];
    }),
  );
}

/** A manifest as it is written: defaults may be left out. */
export type ManifestInput = z.input<typeof manifestSchema>;
/** A manifest as everything else reads it: validated, defaults filled in. */
export type Manifest = z.output<typeof manifestSchema>;
