import { type Ask, apiUsage, defineApiCommand } from './api-command.ts';
import { tell } from './audit.ts';
import type { CommandContext } from './command.ts';

const usage = `Usage: patchbay evidence <export | verify> [options]

  export          writes all evidence of the organization as JSON lines, oldest first, to carry it elsewhere
  verify          checks its chain: finds changed, missing and reordered lines

${apiUsage}`;

export const evidence = defineApiCommand({
  name: 'evidence',
  summary: 'export what doctors saw, or check that nobody changed it',
  usage,
  verbs: { export: exportAll, verify },
});

async function exportAll(ask: Ask, { out, error }: CommandContext): Promise<number> {
  let cursor: string | undefined;
  let total = 0;
  do {
    const query = { order: 'oldest' as const, limit: 500, ...(cursor !== undefined && { cursor }) };
    const page = await ask((client) => client.GET('/api/v1/evidence', { params: { query } }));
    for (const row of page.data) out(`${JSON.stringify(row)}\n`);
    total += page.data.length;
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  // Beside the lines, so that these can go into a file.
  error(total === 1 ? '1 piece of evidence.\n' : `${total} pieces of evidence.\n`);
  return 0;
}

async function verify(ask: Ask, context: CommandContext): Promise<number> {
  return tell('evidence', await ask((client) => client.GET('/api/v1/evidence/verification')), context);
}
