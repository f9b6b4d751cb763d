import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The path of a program, or null when it is not installed. */
export function findBinary(name: string, path = process.env.PATH ?? ''): string | null {
  for (const folder of [...path.split(delimiter).filter(Boolean), '/usr/bin', '/usr/local/bin']) {
    const file = join(folder, name);
    try {
      accessSync(file, constants.X_OK);
      return file;
    } catch {
      // Not in this folder.
    }
  }
  return null;
}
