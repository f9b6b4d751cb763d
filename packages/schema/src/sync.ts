import { z } from 'zod';
import { fieldsSchema } from './field.ts';
import { interfaceIdSchema } from './interfaces/index.ts';
import { findingStateSchema, modelIdSchema, severitySchema } from './models/index.ts';
import {
  expressionSchema,
  headerNameSchema,
  nameSchema,
  templateSchema,
  templateValueSchema,
  typeNameSchema,
} from './text.ts';

/** Five or six cron fields; `*`, numbers, lists, ranges, steps. */
const cronSchema = z.string().regex(/^(\S+ ){4,5}\S+$/, 'use five cron fields, such as "0 * * * *"');

const parameterPlace = z.enum(['query', 'body', 'variables']).default('query').describe('Where the parameter travels.');

const incrementalSchema = z
  .discriminatedUnion('type', [
    z
      .strictObject({
        type: z.literal('field'),
        field: expressionSchema.describe('JMESPath on an item: when it changed.'),
        format: z
          .enum(['iso8601', 'epoch', 'epoch_milliseconds', 'date', 'number'])
          .default('iso8601')
          .describe('How the provider writes the moment.'),
        granularity: z
          .enum(['millisecond', 'second', 'minute', 'day'])
          .default('second')
          .describe('How exact the provider compares.'),
        lookbackSeconds: z
          .int()
          .min(0)
          .default(0)
          .describe('Read this much again, for writes that show up late. Seconds.'),
        inclusive: z
          .boolean()
          .default(true)
          .describe('Whether the provider gives items that changed exactly at the cursor.'),
        parameter: z.string().optional().describe('Parameter that takes the cursor.'),
        in: parameterPlace,
        filter: z
          .strictObject({
            parameter: z.string().describe('Parameter that takes it.'),
            template: templateSchema.describe('Its value, built around {cursor}.'),
          })
          .optional()
          .describe('Parameter whose value is built around {cursor}.'),
        ordered: z
          .boolean()
          .default(false)
          .describe('Items come oldest change first, so that a partial read may move the cursor.'),
      })
      .describe('Items changed since a moment.'),
    z
      .strictObject({
        type: z.literal('token'),
        token: expressionSchema.describe('JMESPath over the body: the new token.'),
        parameter: z.string().describe('Parameter that takes it.'),
        in: parameterPlace,
        initial: z.string().optional().describe('The token of the first read.'),
      })
      .describe('An opaque token stands for the state of the last read.'),
    z
      .strictObject({
        type: z.literal('event_log'),
        operation: nameSchema.describe('The operation.'),
        id: expressionSchema.describe('JMESPath: the key.'),
        change: expressionSchema.describe('JMESPath on an entry: added, updated or deleted.'),
        position: expressionSchema.describe('JMESPath on an entry: its place in the log. Entries come oldest first.'),
        parameter: z.string().describe('Parameter that takes the place after which to read.'),
        in: parameterPlace,
        object: z
          .strictObject({
            operation: nameSchema.describe('A read operation that gives one object.'),
            input: z.record(nameSchema, expressionSchema).describe('Its inputs, each JMESPath on an entry.'),
          })
          .optional()
          .describe(
            'How to read what an entry names; not found means that it is gone. Absent: the entry holds the object.',
          ),
      })
      .describe('A log of changes that names the objects.'),
    z.strictObject({ type: z.literal('etag') }).describe('304 means nothing changed.'),
    z.strictObject({ type: z.literal('hash') }).describe('All is read, and what differs by hash is the change.'),
  ])
  .refine(
    (incremental) =>
      incremental.type !== 'field' || incremental.parameter !== undefined || incremental.filter !== undefined,
    { message: 'say where the cursor goes: `parameter` or `filter`', path: ['parameter'] },
  )
  .describe('How a delta is read.');

/** How the words of a provider become those of a finding. */
export const findingSchema = z
  .strictObject({
    severity: z
      .record(z.string().min(1), severitySchema)
      .default({})
      .describe("The provider's word for a severity → ours, whatever its case. Our own five words need no entry."),
    score: z
      .literal('cvss')
      .optional()
      .describe(
        'A number in `severity` is a CVSS base score, read by the rating scale of CVSS 3 and 4: 0 is info, below 4 low, below 7 medium, below 9 high, and critical from there. Absent: a number is an unknown word.',
      ),
    unknownSeverity: severitySchema
      .default('medium')
      .describe('What a severity counts as that is missing or not named here. Each one is counted in the run.'),
    state: z
      .record(z.string().min(1), findingStateSchema)
      .default({})
      .describe(
        "The provider's word for a state → ours, whatever its case. Our own three need no entry; a word not named here counts as open, and is counted in the run.",
      ),
  })
  .describe('Of a sync of findings: what the words of the provider for severity and state mean.');
export type FindingWords = z.output<typeof findingSchema>;

export const syncSchema = z
  .strictObject({
    description: z.string().max(300).optional().describe('What it keeps up to date.'),
    operation: nameSchema.describe('A read operation that gives items.'),
    input: z
      .record(nameSchema, templateValueSchema)
      .default({})
      .describe('Its input; {variables.x} and {parent.x} may be used.'),
    model: modelIdSchema.describe('The canonical model of its records.'),
    mode: z.enum(['full', 'delta']).describe('full reads all each time; delta reads what changed, and can read all.'),
    incremental: incrementalSchema.optional(),
    fullEveryHours: z
      .int()
      .min(1)
      .max(24 * 31)
      .default(24)
      .describe(
        'A delta that cannot see deletions, or objects of parents that came since, reads everything again after this long. Hours.',
      ),
    schedule: cronSchema.optional().describe('Cron, UTC. Absent: only when asked.'),
    precondition: z
      .enum(['none', 'last_test_succeeded'])
      .default('last_test_succeeded')
      .describe('What must hold before a scheduled run.'),
    primaryKey: expressionSchema.default('id').describe('JMESPath on the mapped record: its key, unique in the sync.'),
    record: expressionSchema.describe('JMESPath from an item (merged with `parent`) to the record of the model.'),
    deletes: z
      .union([
        z.literal('absent').describe('What a complete read does not hold is deleted.'),
        z
          .strictObject({ tombstone: expressionSchema.describe('JMESPath on an item: true when it is gone.') })
          .describe('Items that say so are deleted.'),
        z
          .strictObject({ flag: expressionSchema.describe('JMESPath on an item: the flag.') })
          .describe('A flag in the item.'),
        z.strictObject({ none: z.string().describe('Why deletions cannot be seen.') }),
      ])
      .describe('How deletions are seen.'),
    forEach: z
      .strictObject({
        operation: nameSchema.describe('Read operation that lists the parents.'),
        input: z.record(nameSchema, templateValueSchema).default({}).describe('Input of that operation.'),
        as: z
          .record(nameSchema, expressionSchema)
          .describe('Inputs of the child operation, each JMESPath on one parent.'),
        maxParents: z.int().min(1).default(1000).describe('Cost cap; more is reported as partial.'),
        concurrency: z.int().min(1).max(10).default(2).describe('Parents read at once.'),
      })
      .optional()
      .describe('Read the collection once for each parent.'),
    variables: fieldsSchema.default({}).describe('What an admin may set for this sync.'),
    newest: z
      .int()
      .min(1)
      .max(100_000)
      .optional()
      .describe(
        'Read only the first this many items of the collection (of each parent), for lists that come newest first and only grow. Stopping there is a complete read; needs a way of deletion other than absent. A delta reads all that changed.',
      ),
    finding: findingSchema.optional(),
    enabled: z.boolean().default(true).describe('Switched on for new connections.'),
  })
  .refine((sync) => sync.mode === 'full' || sync.incremental !== undefined, {
    message: 'a delta sync needs `incremental`',
  })
  .refine((sync) => sync.newest === undefined || sync.deletes !== 'absent', {
    message: '`newest` leaves older items unread, so `deletes` cannot be "absent"',
    path: ['deletes'],
  })
  .refine((sync) => sync.finding === undefined || sync.model === 'finding', {
    message: '`finding` is for syncs of the model "finding"',
    path: ['finding'],
  })
  .describe('A declared, scheduled read of a collection into records.');
export type Sync = z.output<typeof syncSchema>;

export const resourceSchema = z
  .strictObject({
    label: z.string().max(60).optional().describe('Plural, for people. Default: the type in words.'),
    operation: nameSchema.describe('Read operation that lists them.'),
    input: z.record(nameSchema, templateValueSchema).default({}).describe('Input of that operation.'),
    item: expressionSchema.describe('JMESPath from an item (merged with `parent`) to {id, name, url?, …}.'),
    forEach: z
      .strictObject({
        operation: nameSchema.describe('The operation.'),
        input: z.record(nameSchema, templateValueSchema).default({}).describe('Input of that operation.'),
        as: z
          .record(nameSchema, expressionSchema)
          .describe('Inputs of the child operation, each JMESPath on one parent.'),
        maxParents: z.int().min(1).default(500).describe('Cost cap.'),
        name: expressionSchema
          .optional()
          .describe("JMESPath on a parent: its name; a namePattern of the child's names may begin with it."),
      })
      .optional()
      .describe('List once for each parent.'),
    aliases: z.array(z.string()).default([]).describe('Other words for the type: repos, projects.'),
  })
  .describe('A kind of thing that can be listed at the provider.');
export type Resource = z.output<typeof resourceSchema>;

export const testSchema = z
  .strictObject({
    operation: nameSchema.describe('A cheap read that needs credentials.'),
    input: z.record(nameSchema, templateValueSchema).default({}).describe('Input of that operation.'),
    account: z
      .union([
        z.strictObject({
          id: expressionSchema.describe('JMESPath over the body: the key.'),
          label: expressionSchema.describe('JMESPath over the body: what people call it.'),
        }),
        z.strictObject({ header: headerNameSchema.describe('The header that holds the key, which is the label too.') }),
      ])
      .optional()
      .describe('Where the answer tells whose credentials these are.'),
    scopes: z
      .union([
        z.strictObject({
          header: headerNameSchema.describe('The header.'),
          separator: z.string().default(',').describe('What stands between scopes.'),
        }),
        z.strictObject({ body: expressionSchema.describe('JMESPath over the body.') }),
      ])
      .optional()
      .describe('Where the answer tells the granted scopes. Absent header: unknown.'),
    version: z
      .union([
        z.strictObject({ header: headerNameSchema.describe('The header.') }),
        z.strictObject({ body: expressionSchema.describe('JMESPath over the body.') }),
      ])
      .optional()
      .describe("Where the answer tells the provider's version."),
    provesCredentials: z.boolean().default(true).describe('False when the answer is the same without credentials.'),
  })
  .describe('The call that proves a connection works.');
export type Test = z.output<typeof testSchema>;

const sentence = z.string().regex(/^\p{Lu}.{8,}\.$/u, 'write a sentence');

const mappingStep = z.strictObject({
  operation: nameSchema.describe('The operation.'),
  input: expressionSchema.describe(
    'JMESPath over {input, steps} (or the input itself for a single operation) to the input of the operation.',
  ),
  when: expressionSchema.optional().describe('Run the step only when true.'),
  forEach: expressionSchema
    .optional()
    .describe(
      'JMESPath over {input, steps} to a list: the step runs once for each of it, which `input` sees as `item`. `as` then names a list of {item, result}. At most 100.',
    ),
  as: nameSchema.optional().describe('Name of its result for later steps.'),
});

const notTaken = z
  .record(
    nameSchema,
    z.strictObject({
      reason: sentence.describe('Why the provider has no place for it.'),
      instead: sentence.default('Leave it out.').describe('What callers do instead.'),
    }),
  )
  .default({})
  .describe(
    'Inputs of the contract the provider has no place for. A call that passes one is refused with these words.',
  );

export const implementationSchema = z
  .union([
    z.strictObject({
      operation: nameSchema.describe('The operation.'),
      input: expressionSchema.describe('JMESPath from the interface input to the operation input.'),
      output: expressionSchema
        .optional()
        .describe('JMESPath from the result to the interface output. Default: as it is.'),
      notTaken,
    }),
    z.strictObject({
      steps: z.array(mappingStep).min(1).max(10).describe('Operations in order.'),
      output: expressionSchema.optional().describe('JMESPath over {input, steps} to the interface output.'),
      notTaken,
    }),
  ])
  .describe('How a provider-neutral contract is served.');
export const implementsSchema = z.partialRecord(interfaceIdSchema, implementationSchema);
export type Implementation = z.output<typeof implementationSchema>;

export const resourcesSchema = z.record(typeNameSchema, resourceSchema);
