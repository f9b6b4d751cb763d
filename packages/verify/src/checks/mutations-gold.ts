import { mutationCheck } from '../support/mutation-check.ts';

export const mutationsGold = mutationCheck('gold', 0.85);
