/** One field of a form, as the manifest declares it. Secret fields never carry a default. */
export interface FieldView {
  name: string;
  type: string;
  label: string;
  help: string | null;
  placeholder: string | null;
  required: boolean;
  /** Used when nothing is given; null when there is none. */
  default: unknown;
  options: { value: string; label: string }[] | null;
  pattern: string | null;
  /** Show and validate the field only while another one has this value, or one of these values. */
  visibleWhen: { field: string; equals: string | number | boolean | string[] } | null;
  docsUrl: string | null;
  maxLength: number | null;
  /** Known shapes of a secret, to recognise what was pasted. */
  formats?: { id: string; label: string; pattern: string; note: string | null }[];
  /** Dotted paths of the texts that stand in a secret that is a JSON document, to recognise a key file. */
  members?: string[];
}

/** A provider as the catalog lists it. */
export interface ProviderInfo {
  slug: string;
  name: string;
  /** The category, under the name older callers use. */
  type: string;
  /** The slug, under the name older callers use. */
  provider: string;
  description: string;
  category: string;
  tags: string[];
  capabilities: string[];
  /** Those it serves, such as scm.comment. */
  interfaces: string[];
  isTestOnly: boolean;
  isPrivate: boolean;
  supportsDiscovery: boolean;
  /** In the order of the manifest, the most useful first. */
  supportedResourceTypes: string[];
  authMethods: { id: string; type: string; label: string }[];
  /** Quality, proven by verify: unlisted, bronze, silver, gold, platinum. */
  level: string;
  logoUrl: string;
  deprecated: { since?: string; reason: string; replacedBy?: string } | null;
  /** Connections of the caller's organization. */
  connectionCount: number;
}

export interface ProviderAuthMethod {
  id: string;
  type: string;
  label: string;
  description: string;
  fields: FieldView[];
  /** Where at the provider the credentials are made, at its usual server; null when that depends on a setting without a default. */
  createUrl: string | null;
  /** The same before settings are put in for `{settings.…}`. */
  createUrlTemplate: string | null;
  setup: string[];
  scopes: string[];
  /** Whether this server can run the method. */
  supported: boolean;
  /** Of an app that can be installed from here: the field that installing it fills in, and those it takes besides the required ones. */
  install: { field: string; takes: string[] } | null;
}

/** A provider whole: everything a connect form and its page show. */
export interface ProviderDetail extends Omit<ProviderInfo, 'authMethods'> {
  version: string;
  owners: string[];
  links: Record<string, string>;
  variants: { id: string; label: string; description: string | null; settings: Record<string, unknown> }[];
  settings: FieldView[];
  authMethods: ProviderAuthMethod[];
  operations: {
    name: string;
    description: string;
    safety: 'read' | 'write' | 'destructive';
    scopes: string[];
    input: FieldView[];
  }[];
  syncs: { name: string; model: string; mode: string; schedule: string | null; operation: string | null }[];
  resources: { type: string; label: string; operation: string; aliases: string[] }[];
  webhooks: WebhookOffer | null;
  /** Inputs of its interfaces that the provider has no place for; a call that passes one is refused. */
  notTaken: { interface: string; input: string; reason: string; instead: string }[];
  callbackUrl: string;
  setupGuide: string[];
  /** Where a simulator answers for the provider: what it takes. Null elsewhere. */
  simulated: SimulatedAccount[] | null;
  /** What versions that broke something ask of those who use it, the newest first. */
  migrations: { version: string; notes: string[] }[];
}

/** What the simulator takes for one way to sign in. Made up, and no secret of anybody. */
export interface SimulatedAccount {
  method: string;
  settings: Record<string, unknown>;
  credentials: Record<string, string>;
}

/** What a form needs to make a webhook of a provider. */
export interface WebhookOffer {
  /** The kind of the first scheme. */
  scheme: string;
  schemes: {
    /** What a webhook names: `verify`, or the place of an alternative. */
    id: string;
    type: string;
    /** Whose secret proves deliveries: the webhook's own, a credential, a setting, or none. */
    secretFrom: 'endpoint' | 'credential' | 'setting' | 'none';
    /** Why there is no signature. */
    reason: string | null;
  }[];
  events: { name: string; description: string }[];
  /** What a hook hangs on, such as a repository; null: the whole account. */
  resource: FieldView | null;
  /** Whether Patchbay makes the hook at the provider, and can ask for a test delivery. */
  canRegister: boolean;
  canTest: boolean;
  /** Steps to make it by hand. */
  setup: string[];
  /** Where the provider documents it. */
  source: string | null;
}
