import { runApiCommand } from './api-command.ts';
import type { Command } from './command.ts';
import { importCredentials } from './import-credentials.ts';
import { credentialsUsage } from './import-file.ts';

export const credentials: Command = {
  name: 'credentials',
  summary: 'bring credentials over from an older system',
  run: (argv, context) =>
    runApiCommand(
      { usage: credentialsUsage, verbs: { import: importCredentials }, withArgument: ['import'] },
      argv,
      context,
    ),
};
