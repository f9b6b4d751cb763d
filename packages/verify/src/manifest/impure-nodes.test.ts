import { expect, test } from 'vitest';
import { impureNodes } from './impure-nodes.ts';
import { parseManifestSyntax } from './syntax.ts';

function messagesOf(text: string): string[] {
  return impureNodes(parseManifestSyntax(text).program).map(({ message }) => message);
}

test('data, builders, constants and type assertions are let through', () => {
  const text = `
    import { defineManifest, field } from '@patchbay/schema';
    import type { ManifestInput } from '@patchbay/schema';
    const shared = { a: field.text({ label: \`plain\` }), 'b-c': [-1, true, null, ...[1]] } as const;
    export const manifest = defineManifest({ ...shared, d: shared } satisfies ManifestInput);
  `;
  expect(messagesOf(text)).toEqual([]);
});

test.each([
  ['import x from "left-pad";', 'it imports "left-pad"'],
  ["export * from './other.ts';", 'export all'],
  ['export const manifest = () => 1;', 'arrow function'],
  ['export const manifest = { run() { return 1; } };', 'method'],
  ['export const manifest = { get id() { return "a"; } };', 'accessor'],
  ['export const manifest = { [name]: 1 };', 'computed key'],
  ['export const manifest = { id: process.env.ID };', 'member'],
  ['export const manifest = { at: new Date() };', 'new'],
  ['export const manifest = { at: Date.now() };', 'call of something else'],
  ['export const manifest = { id: import.meta.url };', 'member'],
  [`export const manifest = { id: \`a$\{Math.random()}\` };`, 'call of something else'],
  ['export const manifest = { a: 1 + 1 };', 'binary'],
  ['export const manifest = { a: /x/ };', 'regular expression'],
  ['export const manifest = { a: 1n };', 'bigint'],
  ['export const manifest = { a: outside };', '"outside" is not a constant'],
  ['export const manifest = field["constructor"]("return 1")();', 'call of something else'],
  ['export let manifest = {};', 'variable'],
  ['await import("node:fs");', 'expression'],
  ['export default {};', 'export default'],
  ['export const manifest = (await fetch("x"));', 'await'],
  ['export const manifest = defineManifest`x`;', 'tagged template'],
])('%s is refused', (text, message) => {
  expect(messagesOf(text).join('\n')).toContain(message);
});
