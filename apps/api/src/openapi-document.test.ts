import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { buildOpenApiDocument } from './openapi-document.ts';

test('the committed document is that of the routes', () => {
  const committed = JSON.parse(readFileSync(new URL('../openapi.json', import.meta.url), 'utf8'));
  expect(JSON.parse(JSON.stringify(buildOpenApiDocument())), 'run pnpm generate').toEqual(committed);
});

test('every operation says what it does, under a tag, and what fails looks alike', () => {
  const { paths = {} } = buildOpenApiDocument();
  for (const [path, item] of Object.entries(paths)) {
    for (const [method, operation] of Object.entries(item as Record<string, Record<string, unknown>>)) {
      expect(operation.summary, `${method} ${path}`).toBeTruthy();
      expect(operation.tags, `${method} ${path}`).toHaveLength(1);
      expect(Object.keys(operation.responses as object).length, `${method} ${path}`).toBeGreaterThan(1);
    }
  }
});
