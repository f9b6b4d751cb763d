import type { Description } from '@patchbay/verify';
import type { Resolver } from './resolver.ts';

/** Plain data of a description, before anything is known of it. */
export type Data = Record<string, unknown>;

/** What an API description says, whatever version of OpenAPI it is written in. */
export interface Api {
  /** `info.title`, or an empty text. */
  title: string;
  /** One sentence of it, or an empty text. */
  summary: string;
  servers: readonly ApiServer[];
  /** Pages for people the description names, https only. */
  links: readonly string[];
  schemes: ReadonlyMap<string, ApiScheme>;
  /** What an operation needs that says nothing itself. */
  security: readonly ApiRequirement[];
  operations: readonly ApiOperationRef[];
  /** The same description as contracts see it. */
  facts: Description;
  resolver: Resolver;
  /** Reads one operation with all its references. Throws DescriptionError. */
  read(ref: ApiOperationRef): ApiOperation;
}

export interface ApiServer {
  /** May hold {variables}; may be a path alone. */
  url: string;
  variables: ReadonlyMap<string, { options: readonly string[]; fallback: string; description: string }>;
}

/** Names of schemes that are needed together. Empty: nobody has to sign in. */
export type ApiRequirement = readonly { scheme: string; scopes: readonly string[] }[];

/** A way to sign in, as the description has it. */
export type ApiScheme =
  | { type: 'apiKey'; in: 'header' | 'query' | 'cookie'; name: string; description: string }
  | { type: 'bearer' | 'basic'; description: string }
  | {
      type: 'oauth2';
      grant: 'authorization_code' | 'client_credentials';
      authorizeUrl: string;
      tokenUrl: string;
      refreshUrl: string;
      scopes: readonly string[];
      description: string;
    }
  | { type: 'unsupported'; what: string; description: string };

/** An operation there is. */
export interface ApiOperationRef {
  method: string;
  path: string;
  operationId: string;
  /** One line for lists. */
  summary: string;
}

export interface ApiOperation extends ApiOperationRef {
  description: string;
  isDeprecated: boolean;
  parameters: readonly ApiParameter[];
  body: ApiBody | null;
  /** Its best success; null when the description names none. */
  success: ApiResponse | null;
  /** What a refused credential is answered with; null when it is not described. */
  unauthorized: ApiResponse | null;
  /** The answer to good credentials that lack a permission, where it is described. */
  forbidden: ApiResponse | null;
  security: readonly ApiRequirement[];
}

export interface ApiParameter {
  name: string;
  in: 'path' | 'query' | 'header' | 'cookie';
  isRequired: boolean;
  description: string;
  schema: Data;
  /** How several values are written: the name again and again, commas, or a way that has no counterpart here. */
  list: 'repeated' | 'commas' | 'other';
  /** Undefined when there is none. */
  example: unknown;
}

export interface ApiBody {
  contentType: string;
  isRequired: boolean;
  schema: Data;
  example: unknown;
}

export interface ApiResponse {
  status: number;
  /** Null: it has no body. */
  contentType: string | null;
  schema: Data;
  /** The example of the whole body; undefined when there is none. */
  example: unknown;
  /** Lower-case names of headers. */
  headers: readonly string[];
}
