import type { SourceCheck } from '../check.ts';

const elements = new Set(
  'svg g path circle rect ellipse line polyline polygon defs linearGradient radialGradient stop clipPath mask title desc use symbol'.split(
    ' ',
  ),
);

export const safeLogo: SourceCheck = {
  id: 'safe-logo',
  title: 'The logo is an SVG of shapes only',
  scope: 'source',
  gates: 'bronze',
  severity: 'error',
  reason: 'the catalog shows it to signed-in people; an SVG can run script or call other hosts',
  fix: 'keep shapes, gradients and references to ids of the same file',
  samples: {
    passing: {},
    failing: {
      files: {
        'logo.svg':
          '<!DOCTYPE svg>\n<svg xmlns="http://www.w3.org/2000/svg" onload="a()">\n<script>a()</script><use href="https://a.example/#b"/></svg>\n',
      },
    },
  },
  check({ files, unread, isOutside, within }) {
    const text = files.get('logo.svg');
    // A server draws one of its own for a manifest that has none.
    if (text === undefined && isOutside) return [];
    if (text === undefined)
      return [{ ...within('logo.svg'), message: 'logo.svg is missing', fix: 'draw a simple original SVG' }];
    if (unread.has('logo.svg')) return [];
    if (text.length > 20_000)
      return [{ ...within('logo.svg'), message: `logo.svg has ${text.length} characters; 20 000 are enough` }];
    const findings: { file: string; line: number; message: string }[] = [];
    const refuse = (needle: string, message: string) => findings.push({ ...within('logo.svg', needle), message });
    if (!/^\s*(<\?xml[^>]*\?>\s*)?<svg[\s>]/.test(text))
      refuse('', `logo.svg begins with "${text.trim().slice(0, 30).replace(/\s+/g, ' ')}"`);
    for (const [match] of text.matchAll(/<!DOCTYPE|<!ENTITY|<!\[CDATA\[|<\?(?!xml)[\w-]+|@import/gi))
      refuse(match, `"${match}" in the logo`);
    for (const [match, name = ''] of text.matchAll(/<([\w:.-]+)/g))
      if (!elements.has(name)) refuse(match, `element <${name}> in the logo`);
    for (const [match, name = '', , value = ''] of text.matchAll(/([\w:.-]+)\s*=\s*(["'])(.*?)\2/gs)) {
      if (/^on/i.test(name)) refuse(match, `event handler ${name} in the logo`);
      if (/(^|:)href$|^src$/i.test(name) && !value.startsWith('#')) refuse(match, `${name}="${value}" leaves the file`);
      if (/url\(\s*(?!['"]?#)/i.test(value)) refuse(match, `${name}="${value}" leaves the file`);
    }
    return findings;
  },
};
