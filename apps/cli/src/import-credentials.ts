import type { Ask } from './api-command.ts';
import { type CommandContext, CommandError } from './command.ts';
import { readImportFile } from './import-file.ts';

/** Makes and tests one connection an entry. Ends with 1 when one was refused or does not work; those before it stay. */
export async function importCredentials(ask: Ask, context: CommandContext, file: string): Promise<number> {
  const legacyKey = context.env.PATCHBAY_LEGACY_KEY ?? '';
  if (legacyKey === '') {
    throw new CommandError('Give the key of the older system in PATCHBAY_LEGACY_KEY; it is only used on this machine.');
  }
  let failed = 0;
  for (const { key, ...connection } of readImportFile(context.folder, file, legacyKey)) {
    try {
      const made = await ask((client) =>
        client.POST('/api/v1/integrations/connections', {
          params: { header: { 'idempotency-key': key } },
          body: {
            providerSlug: connection.providerSlug,
            name: connection.name,
            settings: connection.settings,
            credentials: connection.credentials,
            ...(connection.authMethod !== undefined && { authMethod: connection.authMethod }),
            ...(connection.verifyTls !== undefined && { verifyTls: connection.verifyTls }),
            ...(connection.timeoutMs !== undefined && { timeoutMs: connection.timeoutMs }),
          },
        }),
      );
      const test = await ask((client) =>
        client.POST('/api/v1/integrations/connections/{id}/test', { params: { path: { id: made.id } } }),
      );
      if (test.ok) {
        context.out(`${connection.name}: imported as ${made.id}, and works\n`);
        continue;
      }
      failed += 1;
      context.error(
        `${connection.name}: imported as ${made.id}, but ${test.error?.message ?? 'the test failed.'} ${test.error?.nextStep ?? ''}\n`,
      );
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      failed += 1;
      context.error(`${connection.name}: not imported. ${error.message}\n`);
    }
  }
  return failed === 0 ? 0 : 1;
}
