import { DescriptionError } from '@patchbay/verify';
import type { ApiServer } from '../api/types.ts';
import type { FieldInput } from './draft-field.ts';
import { toName } from './names.ts';

/** Where requests go. */
export interface DraftedBase {
  /** `http.baseUrl`. */
  baseUrl: string;
  hosts: readonly string[];
  settings: Record<string, FieldInput>;
  /** What fixtures set, and the host and path their requests then have. */
  sample: { settings: Record<string, string>; host: string; basePath: string };
}

const label = '[a-z0-9]([a-z0-9-]*[a-z0-9])?';

/** The base URL of an API: fixed, with a setting as a label of the host, or wholly a setting. `name` is that of the provider. */
export function draftBase(server: ApiServer | undefined, name: string): DraftedBase {
  const url = fillPath(server ?? { url: '', variables: new Map() });
  const fixed = /^https:\/\/([^/{}]+)(\/[^{}]*)?$/.exec(url.text);
  if (fixed && isPublicHost(fixed[1] ?? '')) return fixedBase(fixed[1] ?? '', fixed[2] ?? '');
  const labelled = /^https:\/\/([a-z0-9.-]*)\{([^{}]+)\}(\.[a-z0-9.-]+)(\/[^{}]*)?$/i.exec(url.text);
  if (labelled) return labelledBase(labelled, server);
  return settingBase(url.path, name);
}

/** Variables of the path stand for what they are by default; those of the host are settings. */
function fillPath({ url, variables }: ApiServer): { text: string; path: string } {
  const [, origin = '', path = ''] = /^([a-z{][^/]*:\/\/[^/]*)?(.*)$/i.exec(url) ?? [];
  const filled = path.replace(/\{([^{}]+)\}/g, (_, variable: string) => variables.get(variable)?.fallback ?? '');
  const trimmed = filled.replace(/[?#].*$/, '').replace(/\/+$/, '');
  if (trimmed !== '' && !/^\/[A-Za-z0-9._~!$&'()*+,;=:@%/-]*$/.test(trimmed))
    throw new DescriptionError(
      `The server address ${JSON.stringify(url.slice(0, 80))} of the description is none. Give it with --base-url.`,
    );
  return { text: `${origin}${trimmed}`, path: trimmed };
}

function fixedBase(host: string, path: string): DraftedBase {
  const lower = host.toLowerCase();
  return {
    baseUrl: `https://${lower}${path}`,
    hosts: [lower],
    settings: {},
    sample: { settings: {}, host: lower, basePath: path },
  };
}

function labelledBase(
  [, before = '', variable = '', after = '', path = '']: RegExpExecArray,
  server: ApiServer | undefined,
): DraftedBase {
  const name = toName(variable) || 'instance';
  const known = server?.variables.get(variable);
  const options = (known?.options ?? []).filter((value) => new RegExp(`^${label}$`).test(value));
  const help = known?.description ? { help: known.description.slice(0, 300) } : {};
  const sample = options[0] ?? 'example';
  const field: FieldInput =
    options.length > 0
      ? { type: 'select', ...help, required: true, options: options.map((value) => ({ value, label: value })) }
      : { type: 'text', ...help, required: true, pattern: label };
  const host = `${before}{settings.${name}}${after}`.replace(/[A-Z]+(?![^{]*\})/g, (text) => text.toLowerCase());
  return {
    baseUrl: `https://${host}${path}`,
    hosts: [host],
    settings: { [name]: field },
    sample: { settings: { [name]: sample }, host: host.replace(`{settings.${name}}`, sample), basePath: path },
  };
}

/** A server of people's own. */
function settingBase(path: string, name: string): DraftedBase {
  const help = path === '' ? 'As in the address bar.' : `As in the address bar, without ${path}.`;
  const placeholder = 'https://server.example.com';
  return {
    baseUrl: `{settings.baseUrl}${path}`,
    hosts: ['{settings.baseUrl}'],
    settings: {
      baseUrl: {
        type: 'url',
        label: 'Server URL',
        help: `${help} The server of ${name}.`,
        placeholder,
        required: true,
      },
    },
    sample: { settings: { baseUrl: placeholder }, host: 'server.example.com', basePath: path },
  };
}

/** A name of the public internet; `localhost` and addresses are examples of where people run it. */
function isPublicHost(host: string): boolean {
  return (
    /^[a-z0-9-]+(\.[a-z0-9-]+)+(:\d+)?$/i.test(host) &&
    !/^\d+(\.\d+){3}/.test(host) &&
    !/\.(local|localhost|internal)(:|$)/i.test(host)
  );
}
