import { isAbsolute, join } from 'node:path';
import { type Api, readApi } from '@patchbay/scaffold';
import { readDescriptionFile } from '@patchbay/verify';
import { z } from 'zod';
import type { Clone } from './clone-tools.ts';

export const descriptionFileSchema = z
  .string()
  .min(1)
  .max(1_000)
  .describe("The provider's official API description, on this machine: OpenAPI 2 or 3, JSON or YAML.");

/** Reads a description for an agent. Throws what scaffold and verify throw, with a sentence. */
export async function readDescriptionFor({ folder }: Clone, file: string): Promise<Api> {
  return readApi(await readDescriptionFile(isAbsolute(file) ? file : join(folder, file)));
}
