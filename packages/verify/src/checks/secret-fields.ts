import { credentialFields } from '@patchbay/schema';
import type { ManifestCheck } from '../check.ts';
import { joinPath } from '../support/templates.ts';

const secretName = /(password|secret|token|apikey|privatekey|passphrase|accesskey|signingkey|credential)$/i;
const publicName = /(url|id|name|expiry|type)$/i;

export const secretFields: ManifestCheck = {
  id: 'secret-fields',
  title: 'Secret fields are secret, and settings hold no secrets',
  scope: 'manifest',
  gates: 'bronze',
  severity: 'error',
  reason: 'only secret fields are sealed, masked and kept out of logs; settings are shown to every member',
  fix: 'use field.secret in the fields of an auth method',
  samples: {
    passing: {},
    failing: {
      change: (manifest) => ({
        ...manifest,
        settings: { ...manifest.settings, adminToken: { type: 'text' } },
        auth: [{ id: 'token', type: 'bearer', fields: { token: { type: 'text', required: true } } }],
      }),
    },
  },
  check({ manifest, at }) {
    const isSecretName = (name: string) => secretName.test(name) && !publicName.test(name);
    const inMethods = manifest.auth.flatMap((method, index) =>
      Object.entries(credentialFields(method))
        .filter(([name, field]) => isSecretName(name) && field.type !== 'secret')
        .map(([name, field]) => ({
          ...at(`auth.${index}.fields.${name}`),
          message: `credential "${name}" is a ${field.type} field`,
          fix: 'write field.secret',
        })),
    );
    const inSettings = Object.entries(manifest.settings)
      .filter(([name]) => isSecretName(name))
      .map(([name, field]) => ({
        ...at(joinPath('settings', name)),
        message: `setting "${name}" is a ${field.type} field with the name of a secret`,
        fix: 'move it into the fields of the auth method that needs it',
      }));
    return [...inMethods, ...inSettings];
  },
};
