// Writes src/schema.gen.ts from the committed OpenAPI document of the API.
// openapi-typescript needs the JavaScript API of TypeScript 5, so this package brings that version.
import { readFileSync, writeFileSync } from 'node:fs';
import openapiTypescript, { astToString } from 'openapi-typescript';

const document = new URL('../../../apps/api/openapi.json', import.meta.url);
const header = '// Generated from apps/api/openapi.json by packages/client/scripts/generate.ts. Do not edit.\n';
const nodes = await openapiTypescript(JSON.parse(readFileSync(document, 'utf8')), {
  alphabetize: true,
  // A property with a default may be left out of a request.
  defaultNonNullable: false,
});
writeFileSync(new URL('../src/schema.gen.ts', import.meta.url), header + astToString(nodes));
