import { credentialFields } from '@patchbay/schema';
import type { ManifestCheck } from '../check.ts';
import { isReplaySafe, schemeFaults } from '../support/webhook-scheme.ts';

export const webhooks: ManifestCheck = {
  id: 'webhooks',
  title: 'Webhooks prove where they come from, and the signature covers the body',
  scope: 'manifest',
  gates: 'bronze',
  severity: 'error',
  reason: 'whoever knows the address could otherwise send events in the name of the provider',
  fix: "declare the provider's scheme with the raw body in `message`; `none` needs a reason",
  samples: {
    passing: {},
    failing: {
      change: (manifest) => ({
        ...manifest,
        webhooks: {
          verify: { type: 'hmac', algorithm: 'sha256', header: 'X-Signature', message: ['timestamp'] },
          event: { header: 'X-Event' },
        },
      }),
    },
  },
  check({ manifest, at }) {
    const { ping } = manifest;
    const pingFaults = ping
      ? schemeFaults(ping.verify, 'ping.verify').map(({ message, fix }) => ({ ...at('ping.verify'), message, fix }))
      : [];
    const isSecretKnown = manifest.auth.some((method) => ping && Object.hasOwn(credentialFields(method), ping.secret));
    if (ping && !isSecretKnown)
      pingFaults.push({
        ...at('ping.secret'),
        message: `no way to sign in has a credential "${ping.secret}"`,
        fix: 'name the credential that both sides prove themselves with',
      });
    if (!manifest.webhooks) return pingFaults;
    const { verify, alternatives, event, events, delivery } = manifest.webhooks;
    const found = [...pingFaults];
    const faults = [verify, ...alternatives].flatMap((scheme, index) => {
      const path = index === 0 ? 'webhooks.verify' : `webhooks.alternatives.${index - 1}`;
      return schemeFaults(scheme, path).map(({ message, fix }) => ({ ...at(path), message, fix }));
    });
    found.push(...faults);
    if (Object.keys(events).length > 0 && !event)
      found.push({
        ...at('webhooks'),
        message: 'events are declared, but not where a delivery names its event',
        fix: 'add `event`',
      });
    if (!delivery && !isReplaySafe(verify))
      found.push({
        ...at('webhooks'),
        message: 'a delivery has neither an id nor a signed timestamp',
        fix: 'add `delivery`, where the provider sends an id',
      });
    return found;
  },
};
