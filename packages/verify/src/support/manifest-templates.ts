import {
  type AuthMethod,
  credentialFields,
  credentialMembers,
  grantedCredentials,
  type Manifest,
} from '@patchbay/schema';
import { suggest } from './suggest.ts';
import { type LocatedText, placeholdersIn, stringsIn } from './templates.ts';

const namespaces = [
  ...['settings', 'credentials', 'input', 'connection', 'steps', 'parent', 'page', 'variables', 'preflight', 'app'],
];

/** Placeholders that name nothing where no input is known: hosts, http, auth methods, signing, syncs and resources. */
export function manifestTemplates(manifest: Manifest): { path: string; message: string; fix: string }[] {
  const settings = Object.keys(manifest.settings);
  const anyCredential = manifest.auth.flatMap(credentialsOf);
  const places: { texts: LocatedText[]; known: Record<string, string[]> }[] = [
    {
      texts: [...stringsIn(manifest.hosts, 'hosts'), ...stringsIn(manifest.http, 'http')],
      known: { settings, credentials: anyCredential },
    },
    ...manifest.auth.map((method, index) => ({
      texts: [
        ...stringsIn(method.headers, `auth.${index}.headers`),
        ...stringsIn(method.createUrl, `auth.${index}.createUrl`),
        ...('config' in method ? stringsIn(method.config, `auth.${index}.config`) : []),
      ],
      known: { settings, credentials: credentialsOf(method), ...appFieldsOf(method) },
    })),
    ...Object.entries(manifest.operations).map(([name, { signing }]) => ({
      texts: stringsIn(signing, `operations.${name}.signing`),
      known: { settings, credentials: anyCredential, input: [] },
    })),
    ...Object.entries(manifest.syncs).map(([name, sync]) => ({
      texts: [
        ...stringsIn(sync.input, `syncs.${name}.input`),
        ...stringsIn(sync.forEach?.input, `syncs.${name}.forEach.input`),
      ],
      known: { settings, variables: Object.keys(sync.variables) },
    })),
    ...Object.entries(manifest.resources).map(([type, { input }]) => ({
      texts: stringsIn(input, `resources.${type}.input`),
      known: { settings },
    })),
  ];
  return places.flatMap(({ texts, known }) => texts.flatMap((text) => unresolved(text, known)));
}

/** What people enter, what stands inside it, and what a sign-in gives. */
function credentialsOf(method: AuthMethod): string[] {
  return [...Object.keys(credentialFields(method)), ...credentialMembers(method), ...grantedCredentials(method)];
}

function appFieldsOf(method: AuthMethod): { app?: string[] } {
  return method.type === 'oauth2' ? { app: ['clientId', ...Object.keys(method.config.appFields)] } : {};
}

function unresolved({ path, text }: LocatedText, known: Record<string, string[]>) {
  return placeholdersIn(text).flatMap(({ namespace, name }) => {
    const candidates = known[namespace];
    const key = name.split('.')[0] ?? '';
    const message = `{${namespace}.${name}} in ${path} does not resolve`;
    if (!namespaces.includes(namespace)) return [{ path, message, fix: suggest(namespace, namespaces) }];
    return !candidates || candidates.includes(key) ? [] : [{ path, message, fix: suggest(key, candidates) }];
  });
}
