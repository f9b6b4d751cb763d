export { connectionChannel, createServiceCache, type ServiceCache, type ServiceCacheOptions } from './cache.ts';
export type * from './dto/index.ts';
export {
  isAllowed,
  isRoleAtLeast,
  type PermissionName,
  permissions,
  requirePermission,
  scopes,
} from './permissions.ts';
export type {
  Actor,
  Clock,
  IdentityProvider,
  Job,
  JobQueue,
  Logger,
  Role,
  ServiceContext,
  ServiceDeps,
  ServiceSettings,
} from './types.ts';
