import type { Check, ManifestCheck, RepositoryCheck, SourceCheck } from './check.ts';
import { authFields } from './checks/auth-fields.ts';
import { authHosts } from './checks/auth-hosts.ts';
import { authSetup } from './checks/auth-setup.ts';
import { canary } from './checks/canary.ts';
import { capabilities } from './checks/capabilities.ts';
import { categoryInterfaces } from './checks/category-interfaces.ts';
import { compatibility } from './checks/compatibility.ts';
import { contract } from './checks/contract.ts';
import { declaredDependencies } from './checks/declared-dependencies.ts';
import { deprecatedOperations } from './checks/deprecated-operations.ts';
import { deterministic } from './checks/deterministic.ts';
import { environment } from './checks/environment.ts';
import { errorTable } from './checks/error-table.ts';
import { exemptions } from './checks/exemptions.ts';
import { expressions } from './checks/expressions.ts';
import { fieldsUsable } from './checks/fields-usable.ts';
import { fixtureFormat } from './checks/fixture-format.ts';
import { fixtures } from './checks/fixtures.ts';
import { freshContract } from './checks/fresh-contract.ts';
import { generatedFiles } from './checks/generated-files.ts';
import { goldenRequests } from './checks/golden-requests.ts';
import { hostilePagination } from './checks/hostile-pagination.ts';
import { hosts } from './checks/hosts.ts';
import { httpsOnly } from './checks/https-only.ts';
import { identity } from './checks/identity.ts';
import { inputsUsed } from './checks/inputs-used.ts';
import { interfaceFixtures } from './checks/interface-fixtures.ts';
import { interfaceInputs } from './checks/interface-inputs.ts';
import { keyOrder } from './checks/key-order.ts';
import { liveAttestation } from './checks/live-attestation.ts';
import { manifestPackage } from './checks/manifest-package.ts';
import { mutationsGold } from './checks/mutations-gold.ts';
import { mutationsPlatinum } from './checks/mutations-platinum.ts';
import { mutationsSilver } from './checks/mutations-silver.ts';
import { noExemptions } from './checks/no-exemptions.ts';
import { noRealSecrets } from './checks/no-real-secrets.ts';
import { oauthOracle } from './checks/oauth-oracle.ts';
import { operationScopes } from './checks/operation-scopes.ts';
import { operationsReachable } from './checks/operations-reachable.ts';
import { packageGraph } from './checks/package-graph.ts';
import { packageVersion } from './checks/package-version.ts';
import { pagination } from './checks/pagination.ts';
import { pathInputs } from './checks/path-inputs.ts';
import { permissionFixture } from './checks/permission-fixture.ts';
import { pkce } from './checks/pkce.ts';
import { placeholders } from './checks/placeholders.ts';
import { plainHosts } from './checks/plain-hosts.ts';
import { providerNeutral } from './checks/provider-neutral.ts';
import { purity } from './checks/purity.ts';
import { rateLimit } from './checks/rate-limit.ts';
import { readableFiles } from './checks/readable-files.ts';
import { recordFields } from './checks/record-fields.ts';
import { recordedFixtures } from './checks/recorded-fixtures.ts';
import { replay } from './checks/replay.ts';
import { replayCoverage } from './checks/replay-coverage.ts';
import { requestParameters } from './checks/request-parameters.ts';
import { requestsInContract } from './checks/requests-in-contract.ts';
import { requiredFixtures } from './checks/required-fixtures.ts';
import { resourceItems } from './checks/resource-items.ts';
import { safeLogo } from './checks/safe-logo.ts';
import { safety } from './checks/safety.ts';
import { schema } from './checks/schema.ts';
import { secretFields } from './checks/secret-fields.ts';
import { secretInUrl } from './checks/secret-in-url.ts';
import { signing } from './checks/signing.ts';
import { syncRecords } from './checks/sync-records.ts';
import { syncState } from './checks/sync-state.ts';
import { templateLeftovers } from './checks/template-leftovers.ts';
import { uniqueIdentity } from './checks/unique-identity.ts';
import { webhookForgery } from './checks/webhook-forgery.ts';
import { webhookPayloads } from './checks/webhook-payloads.ts';
import { webhookVector } from './checks/webhook-vector.ts';
import { webhooks } from './checks/webhooks.ts';

/** Rules about the text of a manifest; they run on broken ones too. */
export const sourceChecks: readonly SourceCheck[] = [
  readableFiles,
  schema,
  identity,
  manifestPackage,
  templateLeftovers,
  purity,
  deterministic,
  noRealSecrets,
  safeLogo,
  keyOrder,
  fixtureFormat,
];

/** Rules about a valid manifest and its evidence. */
export const manifestChecks: readonly ManifestCheck[] = [
  uniqueIdentity,
  fieldsUsable,
  plainHosts,
  httpsOnly,
  authHosts,
  hosts,
  capabilities,
  secretFields,
  authFields,
  authSetup,
  signing,
  pkce,
  oauthOracle,
  secretInUrl,
  contract,
  requestsInContract,
  requestParameters,
  deprecatedOperations,
  placeholders,
  pathInputs,
  inputsUsed,
  interfaceInputs,
  operationsReachable,
  safety,
  pagination,
  expressions,
  webhooks,
  webhookVector,
  webhookForgery,
  webhookPayloads,
  fixtures,
  requiredFixtures,
  replay,
  replayCoverage,
  canary,
  syncRecords,
  resourceItems,
  rateLimit,
  recordFields,
  errorTable,
  permissionFixture,
  goldenRequests,
  interfaceFixtures,
  operationScopes,
  hostilePagination,
  syncState,
  mutationsSilver,
  packageVersion,
  compatibility,
  categoryInterfaces,
  recordedFixtures,
  mutationsGold,
  liveAttestation,
  freshContract,
  mutationsPlatinum,
  noExemptions,
  // Last: it looks at what the others found.
  exemptions,
];

/** Rules about the repository; they run when all of it is verified. */
export const repositoryChecks: readonly RepositoryCheck[] = [
  generatedFiles,
  packageGraph,
  declaredDependencies,
  environment,
  providerNeutral,
];

export const rules: readonly Check[] = [...sourceChecks, ...manifestChecks, ...repositoryChecks];
