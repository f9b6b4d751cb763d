import { mutationCheck } from '../support/mutation-check.ts';

export const mutationsPlatinum = mutationCheck('platinum', 0.95);
