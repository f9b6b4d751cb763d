import { readElsewhere } from './read-elsewhere.ts';

/** A mistake of the kind people make, put into a manifest that has none. */
export interface PlantedFault {
  kind: string;
  /** Dotted path of what is wrong. */
  path: string;
  /** Null: it concerns the whole manifest. */
  operation: string | null;
  /** The changed manifest, as it would have been written. */
  manifest: Data;
}

// biome-ignore lint/suspicious/noExplicitAny: faults are put into manifests of every shape, valid or not
type Data = any;

interface Place {
  path: string;
  operation?: string;
  change(copy: Data): void;
}

type Find = (manifest: Data) => Place[];

const entries = (value: Data): [string, Data][] => Object.entries(value ?? {});

/** At each operation that has what is changed. */
function operations(find: (operation: Data, name: string) => { at: string; change(operation: Data): void }[]): Find {
  return (manifest) =>
    entries(manifest.operations).flatMap(([name, operation]) =>
      find(operation, name).map(({ at, change }) => ({
        path: `operations.${name}.${at}`,
        operation: name,
        change: (copy: Data) => change(copy.operations[name]),
      })),
    );
}

/** At each auth method that has what is changed. */
function methods(find: (method: Data) => { at: string; change(method: Data): void }[]): Find {
  return (manifest) =>
    (manifest.auth ?? []).flatMap((method: Data, index: number) =>
      find(method).map(({ at, change }) => ({
        path: `auth.${index}.${at}`,
        change: (copy: Data) => change(copy.auth[index]),
      })),
    );
}

const when = <Value>(condition: unknown, value: () => Value): Value[] => (condition ? [value()] : []);
const verbs: Record<string, string> = { GET: 'POST', POST: 'GET', PUT: 'PATCH', PATCH: 'PUT', DELETE: 'GET' };
const otherUnit: Record<string, string> = { seconds: 'milliseconds', milliseconds: 'seconds', epoch: 'seconds' };

/** Kinds of mistakes, and where a manifest gives room for them. */
export const faultKinds: Readonly<Record<string, Find>> = {
  'wrong path': operations(({ request }) =>
    when(/[a-z]{3}[^a-z]*$/i.test(request ?? ''), () => ({
      at: 'request',
      change: (one: Data) => {
        one.request = one.request.replace(/([a-z])([a-z])([^a-z]*)$/i, '$2$1s$3');
      },
    })),
  ),
  'wrong verb': operations(({ request }) =>
    when(verbs[String(request).split(' ')[0] ?? ''], () => ({
      at: 'request',
      change: (one) => {
        const [verb = ''] = one.request.split(' ');
        one.request = one.request.replace(verb, verbs[verb] ?? verb);
      },
    })),
  ),
  'dropped paginator': operations(({ paginate }) =>
    when(paginate, () => ({ at: 'paginate', change: (one) => void delete one.paginate })),
  ),
  'misspelled page parameter': operations(({ paginate }) =>
    when(paginate?.size, () => ({
      at: 'paginate.size.param',
      change: (one) => {
        one.paginate.size.param = one.paginate.size.param.replace(/.$/, '');
      },
    })),
  ),
  'page mark read from elsewhere': operations(({ paginate }) => [
    ...when(paginate?.from?.body, () => ({
      at: 'paginate.from.body',
      change: (one: Data) => {
        one.paginate.from.body += 's';
      },
    })),
    ...when(typeof paginate?.next === 'string', () => ({
      at: 'paginate.next',
      change: (one: Data) => {
        one.paginate.next = 'following';
      },
    })),
  ]),
  'page size above the maximum': operations(({ paginate }) =>
    when(paginate?.size?.max, () => ({
      at: 'paginate.size.value',
      change: (one) => {
        one.paginate.size.value = one.paginate.size.max * 2;
      },
    })),
  ),
  'items read from elsewhere': operations(({ items }) =>
    when(/^[a-z_]+$/i.test(items ?? ''), () => ({
      at: 'items',
      change: (one) => {
        one.items = `${one.items}_list`;
      },
    })),
  ),
  'misspelled parameter': operations(({ query }) =>
    Object.keys(query ?? {}).map((key) => ({
      at: `query.${key}`,
      change: (one) => {
        one.query = Object.fromEntries(
          Object.entries(one.query).map(([name, value]) => [name === key ? `${name}s` : name, value]),
        );
      },
    })),
  ),
  'dropped member of a body': operations(({ body }) =>
    typeof body !== 'object' || body === null || Array.isArray(body)
      ? []
      : Object.keys(body).map((key) => ({ at: `body.${key}`, change: (one) => void delete one.body[key] })),
  ),
  'dropped header': operations(({ headers }) =>
    Object.keys(headers ?? {}).map((key) => ({ at: `headers.${key}`, change: (one) => void delete one.headers[key] })),
  ),
  'placeholder of nothing': operations(({ query, body }) =>
    when(JSON.stringify([query, body]).includes('{input.'), () => ({
      at: query ? 'query' : 'body',
      change: (one) => {
        for (const part of ['query', 'body'])
          if (one[part]) one[part] = JSON.parse(JSON.stringify(one[part]).replace(/\{input\.(\w+)/, '{input.$1x'));
      },
    })),
  ),
  'input that is never sent': operations(({ request }) =>
    when(request, () => ({
      at: 'input',
      change: (one) => {
        one.input = { ...one.input, verbose: { type: 'boolean' } };
      },
    })),
  ),
  'secret in the address': (manifest) =>
    operations(({ request }) =>
      when(request, () => ({
        at: 'query.token',
        change: (one) => {
          const [field] = Object.keys(manifest.auth?.[0]?.fields ?? { token: 0 });
          one.query = { ...one.query, token: `{credentials.${field}}` };
        },
      })),
    )(manifest),
  'write declared as read': operations(({ safety, request }) =>
    when(safety !== 'read' && /^(POST|PUT|PATCH|DELETE)/.test(request ?? ''), () => ({
      at: 'safety',
      change: (one) => {
        one.safety = 'read';
      },
    })),
  ),
  'missing scope': operations(({ scopes }) =>
    when(scopes?.length, () => ({ at: 'scopes', change: (one) => void delete one.scopes })),
  ),
  'scope nobody needs': methods(({ type, config }) =>
    when(type === 'oauth2' && config?.scopes && !config.otherScopes, () => ({
      at: 'config.scopes',
      change: (one) => void one.config.scopes.push('admin:everything'),
    })),
  ),
  'scope nobody asks for': methods(({ type, config }) =>
    when(type === 'oauth2' && config?.scopes?.length > 1 && !config.otherScopes, () => ({
      at: 'config.scopes',
      change: (one) => void one.config.scopes.shift(),
    })),
  ),
  'plain http': (manifest) =>
    when(String(manifest.http?.baseUrl).startsWith('https:'), () => ({
      path: 'http.baseUrl',
      change: (copy: Data) => {
        copy.http.baseUrl = copy.http.baseUrl.replace('https:', 'http:');
      },
    })),
  'plain http sign-in': methods(({ config }) =>
    when(String(config?.tokenUrl).startsWith('https:'), () => ({
      at: 'config.tokenUrl',
      change: (one) => {
        one.config.tokenUrl = one.config.tokenUrl.replace('https:', 'http:');
      },
    })),
  ),
  'wrong host': (manifest) =>
    when(/^https:\/\/[a-z]/.test(manifest.http?.baseUrl ?? ''), () => ({
      path: 'http.baseUrl',
      change: (copy: Data) => {
        copy.http.baseUrl = copy.http.baseUrl.replace('https://', 'https://x');
      },
    })),
  'undeclared host': (manifest) =>
    when(manifest.hosts?.length > 0, () => ({ path: 'hosts.0', change: (copy: Data) => void copy.hosts.shift() })),
  'host of a stranger for sign-in': methods(({ config }) =>
    when(config?.tokenUrl, () => ({
      at: 'config.tokenUrl',
      change: (one) => {
        one.config.tokenUrl = 'https://login.example.net/oauth/token';
      },
    })),
  ),
  'PKCE left out': methods(({ type, config }) =>
    when(type === 'oauth2' && config?.grant !== 'client_credentials' && config?.pkce === undefined, () => ({
      at: 'config.pkce',
      change: (one) => {
        one.config.pkce = false;
      },
    })),
  ),
  'credential in another header': methods(({ config }) =>
    when(config?.name || config?.prefix, () => ({
      at: config.name ? 'config.name' : 'config.prefix',
      change: (one) => {
        const key = one.config.name ? 'name' : 'prefix';
        one.config[key] = key === 'name' ? `${one.config.name}-Key` : `Key ${one.config.prefix}`;
      },
    })),
  ),
  'secret shown as text': methods(({ fields }) =>
    entries(fields)
      .filter(([, field]) => field.type === 'secret')
      .map(([name]) => ({
        at: `fields.${name}.type`,
        change: (one) => {
          const { formats: _formats, members: _members, ...rest } = one.fields[name];
          one.fields[name] = { ...rest, type: 'text' };
        },
      })),
  ),
  'dropped error rule': ({ errors }) =>
    (errors ?? []).flatMap((rule: Data, index: number) =>
      when(rule.body || rule.header || rule.text, () => ({
        path: `errors.${index}`,
        change: (copy: Data) => void copy.errors.splice(index, 1),
      })),
    ),
  'error taken for another': ({ errors }) =>
    (errors ?? []).map((rule: Data, index: number) => ({
      path: `errors.${index}.class`,
      change: (copy: Data) => {
        copy.errors[index].class = rule.class === 'conflict' ? 'gone' : 'conflict';
      },
    })),
  'error rule behind one that takes its answers': ({ errors }) =>
    (errors ?? []).flatMap((rule: Data, index: number) =>
      when(index > 0 && rule.status !== undefined, () => ({
        path: `errors.${index}`,
        change: (copy: Data) =>
          void copy.errors.splice(0, 0, {
            status: rule.status,
            class: rule.class === 'conflict' ? 'gone' : 'conflict',
          }),
      })),
    ),
  'wrong unit of a wait': ({ errors, rateLimits }) => [
    ...(errors ?? []).flatMap((rule: Data, index: number) =>
      when(otherUnit[rule.retryAfter?.unit], () => ({
        path: `errors.${index}.retryAfter.unit`,
        change: (copy: Data) => {
          copy.errors[index].retryAfter.unit = otherUnit[rule.retryAfter.unit];
        },
      })),
    ),
    ...when(otherUnit[rateLimits?.headers?.reset?.unit], () => ({
      path: 'rateLimits.headers.reset.unit',
      change: (copy: Data) => {
        copy.rateLimits.headers.reset.unit = otherUnit[rateLimits.headers.reset.unit];
      },
    })),
  ],
  'wrong primary key': ({ syncs }) =>
    entries(syncs).map(([name]) => ({
      path: `syncs.${name}.primaryKey`,
      change: (copy: Data) => {
        copy.syncs[name].primaryKey = 'key';
      },
    })),
  'one id for all records': ({ syncs }) =>
    entries(syncs).map(([name, { record }]) => ({
      path: `syncs.${name}.record`,
      change: (copy: Data) => {
        copy.syncs[name].record = String(record).replace(/\{id: [^,]+,/, '{id: `"1"`,');
      },
    })),
  'record of another model': ({ syncs }) =>
    entries(syncs).map(([name, { model }]) => ({
      path: `syncs.${name}.model`,
      change: (copy: Data) => {
        copy.syncs[name].model = model === 'user' ? 'finding' : 'user';
      },
    })),
  'one id for all resources': ({ resources }) =>
    entries(resources).map(([name]) => ({
      path: `resources.${name}.item`,
      change: (copy: Data) => {
        copy.resources[name].item = '{id: `"1"`, name: `"all"`}';
      },
    })),
  'account read from elsewhere': ({ test }) =>
    when(typeof test?.account?.id === 'string', () => ({
      path: 'test.account.id',
      change: (copy: Data) => {
        copy.test.account.id = 'account_number';
      },
    })),
  'interface input read from elsewhere': (manifest) =>
    entries(manifest.implements).flatMap(([id, implementation]) =>
      (implementation.steps ?? [implementation]).flatMap((step: Data, index: number) =>
        readElsewhere(step.input).map((input) => ({
          path: implementation.steps ? `implements.${id}.steps.${index}.input` : `implements.${id}.input`,
          change: (copy: Data) => {
            const changed = copy.implements[id];
            (changed.steps?.[index] ?? changed).input = input;
          },
        })),
      ),
    ),
  'condition of an interface turned round': (manifest) =>
    entries(manifest.implements).flatMap(([id, implementation]) =>
      (implementation.steps ?? []).flatMap(({ when: condition }: Data, index: number) =>
        when(typeof condition === 'string', () => ({
          path: `implements.${id}.steps.${index}.when`,
          change: (copy: Data) => {
            copy.implements[id].steps[index].when = `!(${condition})`;
          },
        })),
      ),
    ),
  'input of an interface left out': (manifest) =>
    entries(manifest.implements).flatMap(([id, { notTaken }]) =>
      Object.keys(notTaken ?? {}).map((name) => ({
        path: `implements.${id}.notTaken.${name}`,
        change: (copy: Data) => delete copy.implements[id].notTaken[name],
      })),
    ),
  'swapped signing parts': ({ webhooks }) =>
    when(webhooks?.verify?.message?.length > 1, () => ({
      path: 'webhooks.verify.message',
      change: (copy: Data) => void copy.webhooks.verify.message.reverse(),
    })),
  'signing without the body': ({ webhooks }) =>
    when(webhooks?.verify?.type === 'hmac', () => ({
      path: 'webhooks.verify.message',
      change: (copy: Data) => {
        copy.webhooks.verify.message = ['method'];
      },
    })),
  'signature in another encoding': ({ webhooks }) =>
    when(webhooks?.verify?.type === 'hmac', () => ({
      path: 'webhooks.verify.encoding',
      change: (copy: Data) => {
        const { encoding = 'hex' } = copy.webhooks.verify;
        copy.webhooks.verify.encoding = encoding === 'hex' ? 'base64' : 'hex';
      },
    })),
  'webhooks that are not verified': ({ webhooks }) =>
    when(webhooks?.verify && webhooks.verify.type !== 'none', () => ({
      path: 'webhooks.verify',
      change: (copy: Data) => {
        copy.webhooks.verify = { type: 'none' };
      },
    })),
  'event record read from elsewhere': ({ webhooks }) =>
    entries(webhooks?.events).flatMap(([name, { record }]) =>
      when(typeof record?.item === 'string', () => ({
        path: `webhooks.events.${name}.record.item`,
        // The payload as a whole, or what stands around the object: the usual slip.
        change: (copy: Data) => {
          copy.webhooks.events[name].record.item = record.item.includes('.')
            ? record.item.replace(/\.[^.]+$/, '')
            : `${record.item}.object`;
        },
      })),
    ),
  'event record of another sync': ({ webhooks, syncs }) =>
    entries(webhooks?.events).flatMap(([name, { record }]) =>
      Object.keys(syncs ?? {})
        .filter((sync) => record && sync !== record.sync)
        .slice(0, 1)
        .map((sync) => ({
          path: `webhooks.events.${name}.record.sync`,
          change: (copy: Data) => {
            copy.webhooks.events[name].record.sync = sync;
          },
        })),
    ),
  'deleted event record that is kept': ({ webhooks }) =>
    entries(webhooks?.events).flatMap(([name, { record }]) =>
      when(record?.deleted, () => ({
        path: `webhooks.events.${name}.record.deleted`,
        change: (copy: Data) => void delete copy.webhooks.events[name].record.deleted,
      })),
    ),
  'capability that is not there': ({ capabilities }) =>
    when(capabilities && !capabilities.includes('webhook'), () => ({
      path: 'capabilities',
      change: (copy: Data) => void copy.capabilities.push('webhook'),
    })),
  'another folder': () => [
    {
      path: 'id',
      change: (copy: Data) => {
        copy.id = `${copy.id}-copy`;
      },
    },
  ],
};

/** Faults of every kind in one manifest, at most so many of a kind, spread evenly over where there is room. */
export function plantFaults(manifest: Data, { perKind }: { perKind: number }): PlantedFault[] {
  return Object.entries(faultKinds).flatMap(([kind, find]) => {
    const places = find(manifest);
    const step = Math.max(1, places.length / perKind);
    return Array.from({ length: Math.min(perKind, places.length) }, (_, index) => places[Math.floor(index * step)])
      .filter((place) => place !== undefined)
      .map(({ path, operation = null, change }) => {
        const copy = structuredClone(manifest);
        change(copy);
        return { kind, path, operation, manifest: copy };
      });
  });
}
