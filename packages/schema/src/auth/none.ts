import { z } from 'zod';
import { common } from './common.ts';

export const noneMethod = z.strictObject({ ...common, type: z.literal('none') }).describe('No credentials.');
