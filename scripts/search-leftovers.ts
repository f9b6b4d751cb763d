// Looks through everything the suites of `npm test` left behind for the secrets they made. Usage: search-leftovers.ts <folder> <mark>
import { searchLeftovers } from '@patchbay/testing/search-leftovers';

const [folder, mark] = process.argv.slice(2);
if (folder === undefined || mark === undefined) throw new Error('Usage: search-leftovers.ts <folder> <mark>');
const { canaries, places, bytes, problems } = searchLeftovers(folder, mark);
for (const problem of problems) process.stdout.write(`${problem}\n`);
process.stdout.write(
  `${canaries} secrets looked for in ${places} places, ${(bytes / 1e6).toFixed(1)} MB: ${problems.length === 0 ? 'none is there' : `${problems.length} problems`}\n`,
);
process.exitCode = problems.length === 0 ? 0 : 1;
