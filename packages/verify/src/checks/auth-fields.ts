import { credentialFields, credentialMembers } from '@patchbay/schema';
import type { ManifestCheck } from '../check.ts';
import { readFields } from '../support/read-fields.ts';
import { suggest } from '../support/suggest.ts';

export const authFields: ManifestCheck = {
  id: 'auth-fields',
  title: 'An auth method reads the fields it asks for',
  scope: 'manifest',
  gates: 'bronze',
  severity: 'error',
  reason: 'a method that reads a field nobody can fill in never signs in',
  fix: 'give the field the name the method reads, or name it in config',
  samples: {
    passing: {},
    failing: {
      change: (manifest) => ({
        ...manifest,
        auth: [
          {
            id: 'token',
            type: 'bearer',
            fields: { tokn: { type: 'secret', required: true } },
            setup: ['Make a tokn.'],
          },
        ],
      }),
    },
  },
  check({ manifest, at }) {
    return manifest.auth.flatMap((method, index) => {
      const fields = [...Object.keys(credentialFields(method)), ...credentialMembers(method)];
      return readFields(method)
        .filter((name) => !fields.includes(name) && !(name in manifest.settings))
        .map((name) => ({
          ...at(`auth.${index}.fields`),
          message: `method "${method.id}" reads the credential "${name}", which is not among its fields`,
          fix: suggest(name, fields),
        }));
    });
  },
};
