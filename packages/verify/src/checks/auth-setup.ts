import { credentialFields } from '@patchbay/schema';
import type { ManifestCheck } from '../check.ts';

export const authSetup: ManifestCheck = {
  id: 'auth-setup',
  title: 'Setup steps name every required credential',
  scope: 'manifest',
  gates: 'bronze',
  severity: 'error',
  reason: 'people connect with these steps beside the form; a field no step names sends them searching',
  fix: 'add a step that says where the value is made and what it is called there',
  samples: {
    passing: {},
    failing: { change: (manifest) => ({ ...manifest, auth: [{ id: 'token', type: 'bearer', setup: ['Sign in.'] }] }) },
  },
  check({ manifest, at }) {
    return manifest.auth.flatMap((method, index) => {
      const steps = [...method.setup, ...(method.type === 'oauth2' ? [method.config.setupInstructions ?? ''] : [])];
      const text = words(steps.join(' '));
      return Object.entries(credentialFields(method))
        .filter(([name, field]) => field.required && !names(text, [name, field.label ?? '']))
        .map(([name, field]) => ({
          ...at(`auth.${index}.setup`),
          message: `no setup step of method "${method.id}" names the required credential "${field.label ?? name}"`,
        }));
    });
  },
};

/** Lower-case words: `apiKey` and "API key" both become "api key". */
function words(text: string): string {
  return ` ${text
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')} `;
}

/** Whether the text holds a name, its label, or one of the label's alternatives ("Password or token"). */
function names(text: string, labels: readonly string[]): boolean {
  return labels
    .flatMap((label) => [label, ...label.split(/ or |\(|\//)])
    .map((label) => words(label).trim())
    .some((label) => label !== '' && text.includes(` ${label} `.replace(/ $/, '')));
}
