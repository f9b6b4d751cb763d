import { readFile, stat } from 'node:fs/promises';
import { DescriptionError } from './read-description.ts';

/** The largest descriptions that are published whole have some 15 MB; bytes. */
const maxBytes = 25 * 1024 * 1024;

/** The text of a description. Throws DescriptionError when there is none, or when it is too large to be one. */
export async function readDescriptionFile(file: string): Promise<string> {
  // Pipes and devices are never opened: they may have no end, and nobody at the other one.
  const found = await stat(file).catch(() => null);
  if (found === null) throw new DescriptionError(`There is no file ${file}.`);
  if (!found.isFile()) throw new DescriptionError(`${file} is no file.`);
  if (found.size > maxBytes)
    throw new DescriptionError(
      `${file} has ${Math.ceil(found.size / 1024 / 1024)} MiB, and ${maxBytes / 1024 / 1024} MiB are the most that are read. Keep the paths you need and what they refer to, and give that.`,
    );
  return readFile(file, 'utf8');
}
