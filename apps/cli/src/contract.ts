import { isAbsolute, join } from 'node:path';
import { DescriptionError, makeContract, UnknownManifestError } from '@patchbay/verify';
import { defineCommand, UsageError } from './define-command.ts';
import { requireRoot } from './find-root.ts';

const usage = `Usage: patchbay contract <id> --from FILE [options]

Makes manifests/<id>/contract.json: the part of the provider's official API description that the manifest uses. The file
is OpenAPI 2 or 3, as JSON or YAML, or a list of facts. Where there was a contract, what changed since is said.

  --from FILE     the description
  --source TEXT   what to cite; else the name and version of the description
  --check         change nothing, and fail when something is gone, deprecated or paged otherwise
  --help          this text
`;

export const contract = defineCommand({
  name: 'contract',
  summary: 'take what a manifest uses out of an API description, or see what changed in it',
  usage,
  options: { from: { type: 'string' }, source: { type: 'string' }, check: { type: 'boolean' } },
  known: [UnknownManifestError, DescriptionError],
  async run({ values, positionals: [id, ...rest] }, { folder, out, error }) {
    if (id === undefined || rest.length > 0 || values.from === undefined) throw new UsageError();
    if (values.source?.trim() === '') throw new UsageError('--source is empty.');
    const root = requireRoot(folder);
    const isCheck = values.check ?? false;
    const file = isAbsolute(values.from) ? values.from : join(folder, values.from);
    const retrieved = new Date().toISOString().slice(0, 10);
    const made = await makeContract({ root, id, file, source: values.source, retrieved, isCheck });
    const { operations } = made.contract;
    if (made.isWritten)
      out(`${made.path}: ${operations.length === 1 ? '1 request' : `${operations.length} requests`}.\n`);
    for (const { request, message } of made.drift ?? []) out(`  ${request}: ${message}\n`);
    if (made.drift?.length === 0) out('Nothing the manifest uses has changed.\n');
    for (const { operation, request, hint } of made.missing)
      error(`${operation} calls ${request}, which the description does not have; ${hint}.\n`);
    if (!isCheck && !made.isWritten)
      error(`${made.path} stays as it is: the description has no request of ${id}. Is it the one of this API?\n`);
    const isBroken = (made.drift ?? []).some(({ kind }) => kind !== 'parameters');
    return made.missing.length > 0 || (isCheck && isBroken) ? 1 : 0;
  },
});
