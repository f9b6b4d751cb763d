// Writes apps/api/openapi.json. Run it after changing a route or a DTO; a test fails while the file is stale.
import { writeFileSync } from 'node:fs';
import { buildOpenApiDocument } from '../src/openapi-document.ts';

writeFileSync(new URL('../openapi.json', import.meta.url), `${JSON.stringify(buildOpenApiDocument(), null, 2)}\n`);
