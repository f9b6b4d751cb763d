import { readElsewhere } from './read-elsewhere.ts';

/** A manifest as plain data. */
// biome-ignore lint/suspicious/noExplicitAny: mutations reach into whatever the manifest holds
export type Data = any;

/** One thing changed in a manifest that some evidence should notice. */
export interface Mutant {
  /** Kind of the change. */
  mutator: string;
  /** Where in the manifest. */
  path: string;
  /** What was done, for people. */
  what: string;
  /** The operation it concerns; null when it concerns the manifest as a whole. */
  operation: string | null;
  manifest: Data;
}

/** Proposes changes of one kind. `change` gets a copy of the manifest of its own. */
export interface Mutator {
  id: string;
  find(manifest: Data): { path: string; what: string; operation?: string; change(copy: Data): void }[];
}

const entries = (value: Data): [string, Data][] => Object.entries(value ?? {});
const operationsOf = (manifest: Data) => entries(manifest.operations);

/** Changes at each operation that has what they change. */
function atOperations(
  id: string,
  find: (operation: Data, name: string) => { at: string; what: string; change(operation: Data): void }[],
): Mutator {
  return {
    id,
    find: (manifest) =>
      operationsOf(manifest).flatMap(([name, operation]) =>
        find(operation, name).map(({ at, what, change }) => ({
          ...{ path: `operations.${name}.${at}`, what, operation: name },
          change: (copy: Data) => change(copy.operations[name]),
        })),
      ),
  };
}

/** Changes at each interface the manifest serves. */
function atInterfaces(
  id: string,
  find: (implementation: Data) => { at: string; what: string; change(implementation: Data): void }[],
): Mutator {
  return {
    id,
    find: (manifest) =>
      entries(manifest.implements).flatMap(([name, implementation]) =>
        find(implementation).map(({ at, what, change }) => ({
          ...{ path: `implements.${name}.${at}`, what },
          change: (copy: Data) => change(copy.implements[name]),
        })),
      ),
  };
}

/** Steps of an interface that are made under a condition. */
function conditionsOf({ steps }: Data): { index: number; when: string }[] {
  return (steps ?? []).flatMap(({ when }: Data, index: number) => (typeof when === 'string' ? [{ index, when }] : []));
}

/** A condition of several parts without each of them in turn; only where nothing but `and` joins them. */
function withoutOne(when: string): string[] {
  const parts = when.split(' && ');
  if (parts.length < 2 || when.includes('||')) return [];
  return parts.map((_, left) => parts.filter((_, index) => index !== left).join(' && '));
}

const otherVerb: Record<string, string> = { GET: 'POST', POST: 'PUT', PUT: 'POST', PATCH: 'PUT', DELETE: 'GET' };

/** Keys of an object of the request, renamed or taken away. */
function keysOf(part: 'query' | 'body' | 'headers', how: 'rename' | 'drop'): Mutator {
  return atOperations(`${how}-${part}-key`, (operation) =>
    typeof operation[part] !== 'object' || operation[part] === null || Array.isArray(operation[part])
      ? []
      : Object.keys(operation[part]).map((key) => ({
          at: `${part}.${key}`,
          what: how === 'rename' ? `${key} is called ${key}_x` : `${key} is left out`,
          change(copy) {
            const value = copy[part][key];
            delete copy[part][key];
            if (how === 'rename') copy[part][`${key}_x`] = value;
          },
        })),
  );
}

export const mutators: readonly Mutator[] = [
  atOperations('drop-paginator', ({ paginate }) =>
    paginate ? [{ at: 'paginate', what: 'only the first page is read', change: (copy) => delete copy.paginate }] : [],
  ),
  atOperations('change-page-parameter', ({ paginate }) =>
    typeof paginate?.param === 'string'
      ? [
          {
            at: 'paginate.param',
            what: 'pages are asked for by another name',
            change: (copy) => {
              copy.paginate.param += 'x';
            },
          },
        ]
      : [],
  ),
  atOperations('change-path', ({ request }) =>
    typeof request === 'string'
      ? [
          {
            at: 'request',
            what: 'another path is called',
            change: (copy) => {
              copy.request = copy.request.replace(/([A-Za-z])(?=[^A-Za-z]*$)/, '$1x');
            },
          },
        ]
      : [],
  ),
  atOperations('change-verb', ({ request }) => {
    const verb = /^[A-Z]+/.exec(String(request))?.[0] ?? '';
    const other = otherVerb[verb];
    return other
      ? [
          {
            at: 'request',
            what: `${other} instead of ${verb}`,
            change: (copy) => {
              copy.request = copy.request.replace(verb, other);
            },
          },
        ]
      : [];
  }),
  keysOf('query', 'rename'),
  keysOf('query', 'drop'),
  keysOf('body', 'rename'),
  keysOf('body', 'drop'),
  keysOf('headers', 'drop'),
  atOperations('change-items', ({ items }) =>
    typeof items === 'string'
      ? [
          {
            at: 'items',
            what: 'items are looked for elsewhere',
            change: (copy) => {
              copy.items = items === '@' ? 'data' : `${items}_x`;
            },
          },
        ]
      : [],
  ),
  atOperations('change-result', ({ result }) => {
    const renamed = typeof result === 'string' ? breakField(result) : null;
    return renamed === null
      ? []
      : [
          {
            at: 'result',
            what: 'a field of the answer is read from elsewhere',
            change: (copy) => {
              copy.result = renamed;
            },
          },
        ];
  }),
  atOperations('drop-error-rule', ({ errors }) =>
    rulesOf(errors, (copy, index) => void copy.errors.splice(index, 1), 'is left out'),
  ),
  atOperations('change-error-class', ({ errors }) =>
    rulesOf(
      errors,
      (copy, index) => {
        copy.errors[index].class = otherClass(copy.errors[index].class);
      },
      'means something else',
    ),
  ),
  {
    id: 'drop-shared-error-rule',
    find: ({ errors }) =>
      rulesOf(errors, (copy, index) => void copy.errors.splice(index, 1), 'is left out').map(
        ({ at, what, change }) => ({
          ...{ path: at, what, change },
        }),
      ),
  },
  {
    id: 'change-shared-error-class',
    find: ({ errors }) =>
      rulesOf(
        errors,
        (copy, index) => {
          copy.errors[index].class = otherClass(copy.errors[index].class);
        },
        'means something else',
      ).map(({ at, what, change }) => ({ path: at, what, change })),
  },
  {
    id: 'change-credential-place',
    find: ({ auth }) =>
      (auth ?? []).flatMap((method: Data, index: number) => {
        const { config } = method;
        const found: ReturnType<Mutator['find']> = [];
        for (const key of ['name', 'prefix', 'header', 'usernameField', 'passwordField'])
          if (typeof config?.[key] === 'string' && config[key] !== '')
            found.push({
              ...{ path: `auth.${index}.config.${key}`, what: 'the credential stands elsewhere' },
              change: (copy) => {
                copy.auth[index].config[key] += 'x';
              },
            });
        return found;
      }),
  },
  {
    id: 'drop-shared-header',
    find: ({ http }) =>
      Object.keys(http?.headers ?? {}).map((name) => ({
        ...{ path: `http.headers.${name}`, what: `${name} is left out` },
        change: (copy: Data) => delete copy.http.headers[name],
      })),
  },
  {
    id: 'plain-http',
    find: ({ http }) =>
      String(http?.baseUrl).startsWith('https://')
        ? [
            {
              ...{ path: 'http.baseUrl', what: 'the provider is called without TLS' },
              change: (copy: Data) => {
                copy.http.baseUrl = copy.http.baseUrl.replace('https:', 'http:');
              },
            },
          ]
        : [],
  },
  {
    id: 'change-account',
    find: ({ test }) =>
      typeof test?.account?.id === 'string'
        ? [
            {
              ...{ path: 'test.account.id', what: 'the account is read from elsewhere' },
              change: (copy: Data) => {
                const { id } = copy.test.account;
                copy.test.account.id = breakField(id) ?? `${id}_x`;
              },
            },
          ]
        : [],
  },
  {
    id: 'change-record',
    find: ({ syncs, webhooks }) => [
      ...entries(syncs).flatMap(([name, { record }]) => {
        const renamed = breakField(record);
        return renamed === null
          ? []
          : [
              {
                ...{ path: `syncs.${name}.record`, what: 'a field of the record is read from elsewhere' },
                change: (copy: Data) => {
                  copy.syncs[name].record = renamed;
                },
              },
            ];
      }),
      ...entries(webhooks?.events).flatMap(([name, { record }]) => changesOfEventRecord(name, record)),
    ],
  },
  atInterfaces('change-interface-input', (implementation) =>
    (implementation.steps ?? [implementation]).flatMap((step: Data, index: number) =>
      readElsewhere(step.input).map((input) => ({
        at: implementation.steps ? `steps.${index}.input` : 'input',
        what: 'an input of the interface is read from elsewhere',
        change: (copy: Data) => {
          (copy.steps?.[index] ?? copy).input = input;
        },
      })),
    ),
  ),
  atInterfaces('drop-interface-condition', (implementation) =>
    conditionsOf(implementation).map(({ index }) => ({
      at: `steps.${index}.when`,
      what: 'a step of the interface is always made',
      change: (copy: Data) => delete copy.steps[index].when,
    })),
  ),
  atInterfaces('weaken-interface-condition', (implementation) =>
    conditionsOf(implementation).flatMap(({ index, when }) =>
      withoutOne(when).map((weaker) => ({
        at: `steps.${index}.when`,
        what: 'a step of the interface is made under a part of its condition',
        change: (copy: Data) => {
          copy.steps[index].when = weaker;
        },
      })),
    ),
  ),
  atInterfaces('invert-interface-condition', (implementation) =>
    conditionsOf(implementation).map(({ index, when }) => ({
      at: `steps.${index}.when`,
      what: 'a step of the interface is made when it should not be, and the other way round',
      change: (copy: Data) => {
        copy.steps[index].when = `!(${when})`;
      },
    })),
  ),
  atInterfaces('change-interface-list', (implementation) =>
    (implementation.steps ?? []).flatMap(({ forEach }: Data, index: number) =>
      readElsewhere(forEach).map((changed) => ({
        at: `steps.${index}.forEach`,
        what: 'what a step of the interface looks through is read from elsewhere',
        change: (copy: Data) => {
          copy.steps[index].forEach = changed;
        },
      })),
    ),
  ),
  atInterfaces('change-interface-output', ({ output }) =>
    readElsewhere(output).map((changed) => ({
      at: 'output',
      what: 'a field the interface gives is read from elsewhere',
      change: (copy) => {
        copy.output = changed;
      },
    })),
  ),
  {
    id: 'change-signature',
    find: ({ webhooks }) => {
      const verify = webhooks?.verify;
      const found: ReturnType<Mutator['find']> = [];
      const add = (key: string, what: string, value: unknown) =>
        found.push({
          ...{ path: `webhooks.verify.${key}`, what },
          change: (copy) => {
            copy.webhooks.verify[key] = value;
          },
        });
      if (verify?.type === 'hmac') {
        add('algorithm', 'another hash', verify.algorithm === 'sha256' ? 'sha512' : 'sha256');
        add(
          'encoding',
          'another way of writing the signature',
          (verify.encoding ?? 'hex') === 'hex' ? 'base64' : 'hex',
        );
        add('header', 'another header', `${verify.header}-X`);
        if (verify.message?.length > 1) {
          add('message', 'the parts in another order', [...verify.message].reverse());
          add('message', 'one part less', verify.message.slice(1));
        }
      }
      if (webhooks?.event)
        found.push({
          ...{ path: 'webhooks.event', what: 'the event is read from elsewhere' },
          change: (copy) => {
            copy.webhooks.event = { header: 'X-Another-Event' };
          },
        });
      if (webhooks?.delivery)
        found.push({
          ...{ path: 'webhooks.delivery', what: 'the id of a delivery is read from elsewhere' },
          change: (copy) => {
            copy.webhooks.delivery = { header: 'X-Another-Delivery' };
          },
        });
      if (webhooks?.tenant)
        found.push({
          ...{ path: 'webhooks.tenant', what: 'the tenant is read from elsewhere' },
          change: (copy) => {
            copy.webhooks.tenant = { header: 'X-Another-Tenant' };
          },
        });
      return found;
    },
  },
];

/** Every mutant of a manifest, at most so many of each kind, spread evenly over where there is one. */
export function mutantsOf(manifest: Data, { perMutator }: { perMutator: number }): Mutant[] {
  return mutators.flatMap(({ id, find }) => {
    const found = find(manifest);
    const step = Math.max(1, found.length / perMutator);
    const picked = Array.from(
      { length: Math.min(perMutator, found.length) },
      (_, index) => found[Math.floor(index * step)],
    );
    return picked.flatMap((one) => {
      if (!one) return [];
      const copy = structuredClone(manifest);
      one.change(copy);
      return [{ mutator: id, path: one.path, what: one.what, operation: one.operation ?? null, manifest: copy }];
    });
  });
}

function rulesOf(errors: Data, change: (copy: Data, index: number) => void, verb: string) {
  return (errors ?? []).map((rule: Data, index: number) => ({
    at: `errors.${index}`,
    what: `the error rule for ${rule.status ?? rule.body ?? 'an answer'} ${verb}`,
    change: (copy: Data) => change(copy, index),
  })) as { at: string; what: string; change(copy: Data): void }[];
}

/** What an event makes of its payload: read from elsewhere, or without what tells that it is gone or of no concern. */
function changesOfEventRecord(event: string, record: Data): ReturnType<Mutator['find']> {
  const found: ReturnType<Mutator['find']> = [];
  const add = (key: string, what: string, change: (record: Data) => void) =>
    found.push({
      ...{ path: `webhooks.events.${event}.record.${key}`, what },
      change: (copy) => change(copy.webhooks.events[event].record),
    });
  const item = breakField(record?.item);
  if (item !== null)
    add('item', 'the record of the event is read from elsewhere', (one) => {
      one.item = item;
    });
  if (record?.deleted !== undefined) add('deleted', 'what is gone is kept', (one) => void delete one.deleted);
  if (record?.when !== undefined) add('when', 'every delivery of the event is mapped', (one) => void delete one.when);
  return found;
}

function otherClass(name: string): string {
  return name === 'validation' ? 'conflict' : 'validation';
}

/** Reads the last plain field of an expression from elsewhere: `{id: id, name: login}` → `{id: id, name: login_x}`. */
function breakField(expression: unknown): string | null {
  if (typeof expression !== 'string') return null;
  const match = /^(.*?:\s*(?:to_string\()?)([a-z_][a-z0-9_.]*)(\)?\s*[,}].*)$/s.exec(expression);
  if (match) return `${match[1]}${match[2]}_x${match[3]}`;
  const plain = /^((?:to_string\()?)([a-z_][a-z0-9_.]*)(\)?)$/.exec(expression);
  return plain ? `${plain[1]}${plain[2]}_x${plain[3]}` : null;
}
