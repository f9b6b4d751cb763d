import { mutationCheck } from '../support/mutation-check.ts';

export const mutationsSilver = mutationCheck('silver', 0.7);
