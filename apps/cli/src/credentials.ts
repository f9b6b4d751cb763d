import { defineApiCommand } from './api-command.ts';
import { importCredentials } from './import-credentials.ts';
import { credentialsUsage } from './import-file.ts';

export const credentials = defineApiCommand({
  name: 'credentials',
  summary: 'bring credentials over from an older system',
  usage: credentialsUsage,
  verbs: { import: importCredentials },
  withArgument: ['import'],
});
