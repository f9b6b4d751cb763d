import { expect, test } from 'vitest';
import { select } from '../select/expressions.ts';
import { parseXml, XmlError } from './parse-xml.ts';

test.each<[string, string, unknown]>([
  ['a text', '<a> b\n</a>', { a: 'b' }],
  ['nothing', '<a/>', { a: '' }],
  ['children', '<a><b>1</b><c>x</c></a>', { a: { b: '1', c: 'x' } }],
  ['a name that repeats', '<a><b>1</b><c/><b><d>2</d></b></a>', { a: { b: ['1', { d: '2' }], c: '' } }],
  ['attributes', '<a id="7"><b key="x">y</b></a>', { a: { '@id': '7', b: { '@key': 'x', '#text': 'y' } } }],
  ['namespaces', '<p:a xmlns="urn:x" xmlns:p="urn:y" p:z="1">b</p:a>', { 'p:a': { '@p:z': '1', '#text': 'b' } }],
  ['entities', '<a>&lt;&amp;&gt;&quot;&apos;&#65;&#x42;</a>', { a: '<&>"\'AB' }],
  ['character data', '<a><![CDATA[<b>&amp;]]></a>', { a: '<b>&amp;' }],
  [
    'a declaration and comments',
    '<?xml version="1.0" encoding="UTF-8"?>\n<!-- x --><a>1<!-- y -->2</a>\n',
    { a: '12' },
  ],
  ['a byte order mark', '\ufeff<a>b</a>', { a: 'b' }],
])('%s', (_name, text, value) => {
  expect(parseXml(text)).toEqual(value);
});

test('an expression reads it like JSON', () => {
  const list = (items: string) => select('to_array(list.member)[].id', parseXml(`<list>${items}</list>`));
  expect(list('<member><id>1</id></member>')).toEqual(['1']);
  expect(list('<member><id>1</id></member><member><id>2</id></member>')).toEqual(['1', '2']);
});

test('no name of an element reaches what every object has', () => {
  const value = parseXml('<a><__proto__><isAdmin>1</isAdmin></__proto__><constructor>x</constructor></a>');
  expect(Object.getOwnPropertyNames(value.a)).toEqual(['__proto__', 'constructor']);
  expect(({} as Record<string, unknown>).isAdmin).toBeUndefined();
});

const laughs = `<!DOCTYPE a [<!ENTITY x0 "secret-word">${Array.from({ length: 9 }, (_, index) => `<!ENTITY x${index + 1} "${`&x${index};`.repeat(10)}">`).join('')}]>`;

test.each([
  ['entities that multiply', `${laughs}<a>&x9;</a>`, 'with a document type'],
  [
    'a file of this machine',
    '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
    'with a document type',
  ],
  ['a document type elsewhere', '<!DOCTYPE a SYSTEM "http://127.0.0.1/a.dtd"><a/>', 'with a document type'],
  ['an entity of its own', '<a>&secret-word;</a>', 'that is not well-formed'],
  ['great depth', '<a>'.repeat(100_000), 'more than 100 elements deep'],
  ['great size', `<a>${' '.repeat(9 * 1024 * 1024)}</a>`, 'larger than 8 MiB'],
  ['a wrong end', '<a><secret-word></a>', 'that is not well-formed'],
  ['two roots', '<a/><secret-word/>', 'that is not well-formed'],
  ['no markup', 'secret-word', 'that is not well-formed'],
])('%s is refused without being repeated', (_name, text, message) => {
  const startedAt = performance.now();
  let caught: unknown;
  try {
    parseXml(text);
  } catch (error) {
    caught = error;
  }
  expect(caught).toBeInstanceOf(XmlError);
  expect(caught).toMatchObject({ message, isCut: false });
  expect(String((caught as Error).stack)).not.toContain('secret-word');
  expect(performance.now() - startedAt).toBeLessThan(1_000);
});

test.each(['<a><b>1</b>', '<a><b', '<a b="c', '<a>x', ''])('%j was cut off', (text) => {
  expect(() => parseXml(text)).toThrow(expect.objectContaining({ isCut: true }));
});
