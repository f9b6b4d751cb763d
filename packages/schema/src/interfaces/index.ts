import { z } from 'zod';
import { ci } from './ci.ts';
import {
  directoryInterfaces,
  llmInterfaces,
  notifyInterfaces,
  registryInterfaces,
  securityInterfaces,
  storageInterfaces,
} from './other.ts';
import { scm } from './scm.ts';

/** The provider-neutral contracts: documented input and output each. A manifest maps them to its operations. */
export const interfaces = {
  ...scm,
  ...ci,
  ...registryInterfaces,
  ...notifyInterfaces,
  ...llmInterfaces,
  ...securityInterfaces,
  ...storageInterfaces,
  ...directoryInterfaces,
} as const;

/** Interfaces whose calls are counted and logged as annotations of code, under these names. */
export const annotationNames: { readonly [Id in keyof typeof interfaces]?: string } = {
  'scm.comment': 'comment',
  'scm.status': 'status',
  'scm.checkRun': 'check_run',
};

export type InterfaceId = keyof typeof interfaces;
export type InterfaceInput<T extends InterfaceId> = z.input<(typeof interfaces)[T]['input']>;
export type InterfaceOutput<T extends InterfaceId> = z.output<(typeof interfaces)[T]['output']>;

export const interfaceIds = Object.keys(interfaces) as [InterfaceId, ...InterfaceId[]];
export const interfaceIdSchema = z.enum(interfaceIds);
