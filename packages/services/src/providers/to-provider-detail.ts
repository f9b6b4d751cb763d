import {
  type AuthMethod,
  authMethodLabel,
  credentialFields,
  installCredentials,
  isInstalledAtProvider,
  type Manifest,
} from '@patchbay/schema';
import { isMethodOffered } from '../connections/is-method-offered.ts';
import type { ProviderAuthMethod, ProviderDetail } from '../dto/index.ts';
import { toWords } from '../fields/field-label.ts';
import { fillAddress } from '../fields/fill-address.ts';
import { toFieldViews } from '../fields/to-field-view.ts';
import { oauthCallbackUrl } from '../oauth-apps/callback-url.ts';
import type { ServiceDeps } from '../types.ts';
import { toProviderInfo } from './to-provider-info.ts';
import { toWebhookOffer } from './to-webhook-offer.ts';

/** A manifest whole: what a connect form, a provider's page and a program that calls operations need. */
export function toProviderDetail(
  deps: Pick<ServiceDeps, 'registry' | 'settings'>,
  manifest: Manifest,
  { connectionCount, simulated }: Pick<ProviderDetail, 'connectionCount' | 'simulated'>,
): ProviderDetail {
  return {
    ...toProviderInfo(deps, manifest, connectionCount),
    version: manifest.version,
    owners: manifest.owners,
    links: Object.fromEntries(
      Object.entries(manifest.links).filter((link): link is [string, string] => link[1] !== undefined),
    ),
    variants: Object.entries(manifest.variants).map(([id, { label, description, settings }]) => ({
      id,
      label,
      description: description ?? null,
      settings,
    })),
    settings: toFieldViews(manifest.settings),
    authMethods: manifest.auth.map((method) => toAuthMethod(deps, manifest, method)),
    operations: Object.entries(manifest.operations).map(([name, { description, safety, scopes, input }]) => ({
      name,
      description,
      safety,
      scopes,
      input: toFieldViews(input),
    })),
    syncs: Object.entries(manifest.syncs).map(([name, { model, mode, schedule, operation }]) => ({
      name,
      model,
      mode,
      schedule: schedule ?? null,
      operation,
    })),
    resources: Object.entries(manifest.resources).map(([type, { label, operation, aliases }]) => ({
      type,
      label: label ?? toWords(type),
      operation,
      aliases,
    })),
    webhooks: toWebhookOffer(manifest),
    notTaken: Object.entries(manifest.implements).flatMap(([id, { notTaken }]) =>
      Object.entries(notTaken).map(([input, words]) => ({ interface: id, input, ...words })),
    ),
    callbackUrl: oauthCallbackUrl(deps.settings),
    setupGuide: manifest.setup,
    simulated,
    migrations: Object.entries(manifest.migrations)
      .map(([version, notes]) => ({ version, notes }))
      .sort((a, b) => Number.parseInt(b.version, 10) - Number.parseInt(a.version, 10)),
  };
}

function toAuthMethod(
  { settings }: Pick<ServiceDeps, 'settings'>,
  manifest: Manifest,
  method: AuthMethod,
): ProviderAuthMethod {
  return {
    id: method.id,
    type: method.type,
    label: authMethodLabel(method),
    description: method.description ?? '',
    fields: toFieldViews(credentialFields(method)),
    createUrl: method.createUrl ? fillAddress(method.createUrl, manifest.settings) : null,
    // The form fills it in with what is typed.
    createUrlTemplate: method.createUrl ?? null,
    setup: method.setup,
    scopes: scopesOf(manifest, method),
    supported: isMethodOffered(method, settings),
    install: isInstalledAtProvider(method)
      ? { field: method.config.installationIdField, takes: installCredentials(method) }
      : null,
  };
}

/** What the credentials must be allowed to do: what a sign-in asks for, else what the operations need. An OAuth app may use other words than those. */
function scopesOf(manifest: Manifest, method: AuthMethod): string[] {
  if (method.type === 'oauth2') return method.config.scopes;
  const callable = method.operations ?? Object.keys(manifest.operations);
  return [...new Set(callable.flatMap((name) => manifest.operations[name]?.scopes ?? []))];
}
