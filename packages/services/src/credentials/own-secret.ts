import { z } from 'zod';
import { isAuthRef } from './credential-values.ts';

/** A secret that is sealed as it stands. A reference in its place would be sent to the provider as if it were the secret. */
export const ownSecretSchema = (longest: number) =>
  z
    .string()
    .max(longest, `is longer than ${longest} characters`)
    .refine(
      (value) => !isAuthRef(value.trim()),
      'cannot be a reference (authref://…) here; enter the secret itself, which is kept sealed',
    );
