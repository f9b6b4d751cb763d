import { parseXml } from '@patchbay/runtime';
import { expect, test } from 'vitest';
import { fromData, toData } from './answer-data.ts';

const xml = { response: 'xml' } as const;

test.each([
  '<a/>',
  '<a>text &amp; &lt;more&gt; "so"</a>',
  '<a><b>1</b><b>2</b><c/></a>',
  '<a id="&quot;1&quot;"><b x="y">text</b>beside</a>',
  '<a><x:b>1</x:b></a>',
])('%s is the same again after it was data', (document) => {
  const data = toData(document, xml);
  expect(data).toEqual(parseXml(document));
  expect(toData(fromData(data, xml), xml)).toEqual(data);
});

test('what is taken out of the data is not written', () => {
  const { a } = parseXml('<a><b>1</b><b>2</b><c>3</c></a>');
  const changed = { a: { ...(a as object), b: [], c: null } };
  expect(fromData(changed, xml)).toBe('<a></a>');
});

test('what is no XML, or not read as such, stays as it is', () => {
  expect(toData('<a>', xml)).toBe('<a>');
  expect(toData('<a/>', { response: 'text' })).toBe('<a/>');
  expect(fromData({ a: 1 }, { response: 'json' })).toEqual({ a: 1 });
  expect(fromData(null, xml)).toBeNull();
});
