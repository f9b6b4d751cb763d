// node scripts/plant-faults.ts [--per-kind N] [id…]: puts mistakes of many kinds into manifests and tells which of them verify catches.
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { formatPlantedFaults, measurePlantedFaults } from '@patchbay/verify';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { 'per-kind': { type: 'string', default: '1' } },
});

const judged = await measurePlantedFaults({ root, ids: positionals, perKind: Number(values['per-kind']) });
process.stdout.write(formatPlantedFaults(judged));
