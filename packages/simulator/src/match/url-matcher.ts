/** The values of the placeholders in a path, decoded, by name: `owner`, `settings.project`. */
export type PathValues = Record<string, string>;

/** Knows the addresses a template can become. */
export interface UrlMatcher {
  /** The host is not looked at when it is null, nor where the template begins with a placeholder. */
  match(host: string | null, path: string): PathValues | null;
  /** Characters of the path that stand in the template: the more, the surer. */
  weight: number;
}

const anyHost = /^/;

/** Reads a template such as `https://api.{settings.region}.example.com/v1/{owner}` or `{settings.baseUrl}/api/v1{/cursor}`. */
export function createUrlMatcher(template: string): UrlMatcher {
  const [, origin = '', path = ''] = /^(https?:\/\/[^/]*|\{[^{}]+\})?(.*)$/s.exec(template) ?? [];
  const host = /^https?:/.test(origin) ? compileHost(origin.replace(/^https?:\/\//, '')) : anyHost;
  const { pattern, names, weight } = compilePath(path);
  return {
    weight,
    match(wanted, given) {
      if (wanted !== null && !host.test(wanted)) return null;
      const found = pattern.exec(given);
      if (!found) return null;
      const values: PathValues = {};
      names.forEach((name, index) => {
        const value = found[index + 1];
        if (value !== undefined) values[name] = decode(value);
      });
      return values;
    },
  };
}

function compileHost(template: string): RegExp {
  if (/^\{[^{}]+\}$/.test(template)) return anyHost;
  const parts = template.split(/\{[^{}]+\}/).map(escapePattern);
  return new RegExp(`^${parts.join('[a-z0-9-]+')}$`, 'i');
}

function compilePath(template: string): { pattern: RegExp; names: string[]; weight: number } {
  const names: string[] = [];
  let pattern = '';
  let weight = 0;
  for (const [, literal = '', variable] of template.split('?')[0]?.matchAll(/([^{}]*)(?:\{([^{}]+)\})?/g) ?? []) {
    weight += literal.length;
    // Clients differ in what they encode of a path, so each character may stand there either way.
    pattern += [...literal]
      .map((character) => (/[\w./-]/.test(character) ? escapePattern(character) : either(character)))
      .join('');
    if (variable !== undefined) pattern += compileVariable(variable, names);
  }
  // The runtime leaves out a slash at the end of a base, and some servers take both.
  const text = `${pattern.replace(/\\\/$/, '')}${/\/$|^$/.test(template) ? '\\/?' : ''}`;
  return { pattern: new RegExp(`^${text}$`), names, weight };
}

function compileVariable(variable: string, names: string[]): string {
  const [, operator = '', list = ''] = /^([+#./;?&]?)(.+)$/.exec(variable) ?? [];
  if (operator === '?' || operator === '&') return '';
  return list
    .split(',')
    .map((name) => {
      names.push(name.replace(/(:\d+|\*)$/, ''));
      if (operator === '+' || operator === '#') return '(.+?)';
      if (operator === '') return '([^/]+)';
      return `(?:${escapePattern(operator)}([^/]*))?`;
    })
    .join(operator === '' ? ',' : '');
}

function escapePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}

function either(character: string): string {
  return `(?:${escapePattern(character)}|${encodeURIComponent(character)})`;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
