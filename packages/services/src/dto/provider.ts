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
  createUrl: string | null;
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
  webhooks: { scheme: string; events: string[] } | null;
  interfaces: string[];
  callbackUrl: string;
  setupGuide: string[];
}
