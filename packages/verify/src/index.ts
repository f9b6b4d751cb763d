export {
  type AttestOptions,
  appendAttestation,
  credentialNames,
  findAttestable,
  type LiveOutcome,
  type LiveRun,
  methodOf,
  runLive,
} from './attestation/attest-manifest.ts';
export { type Attestation, attestationFile, attestationSchema, hashManifest } from './attestation/attestation.ts';
export { type LiveAccount, openLive } from './attestation/open-live.ts';
export { type Check, type Finding, type Level, levels, type Problem, type Severity } from './check.ts';
export { madeUp, secretShapes } from './checks/no-real-secrets.ts';
export { type CommandOutput, type CommandPlace, runVerifyCommand } from './command.ts';
export {
  type Bump,
  type ChangeKind,
  compareManifests,
  isBumpEnough,
  type ManifestChange,
  requiredBump,
} from './compatibility/compare-manifests.ts';
export { diffManifest, type ManifestDiff } from './compatibility/diff-manifest.ts';
export { type MadeContract, type MakeContractOptions, makeContract } from './contract/make-contract.ts';
export {
  type Description,
  type DescriptionDocument,
  DescriptionError,
  describeDocument,
  parseDocument,
  readDescription,
  resolveReference,
} from './contract/read-description.ts';
export { readDescriptionFile } from './contract/read-description-file.ts';
export { formatContract, sliceContract } from './contract/slice-contract.ts';
export { type Fixed, fixManifests } from './fix/fix-manifests.ts';
export { writeAtomically } from './fix/write-atomically.ts';
export { computeLevel, type QualityLevel, type RuleOutcome } from './levels.ts';
export { readManifestFolders } from './manifest/read-folders.ts';
export {
  formatPlantedFaults,
  type JudgedFault,
  measurePlantedFaults,
} from './mutation/measure-planted-faults.ts';
export { type PlannedRule, plannedRules } from './planned.ts';
export { createReplayRuntime, replayTarget } from './replay/create-replay-runtime.ts';
export { findLeaks } from './replay/find-leaks.ts';
export { createLocalDispatcher } from './replay/local-dispatcher.ts';
export { startLocalServer } from './replay/local-server.ts';
export { parseBody, type SeenRequest } from './replay/match-request.ts';
export { hostOf, type Replay, replayFixture } from './replay/replay-fixture.ts';
export { type Outcome, runCall } from './replay/run-call.ts';
export { badgeText, renderBadgeJson, renderBadgeSvg } from './report/badge.ts';
export { explainRule } from './report/explain.ts';
export { formatJson } from './report/json.ts';
export { renderRuleTable } from './report/rule-table.ts';
export { formatProblem, formatReport } from './report/text.ts';
export { UnknownChangesError } from './repository/changed-manifests.ts';
export { rules } from './rules.ts';
export { operationsOf } from './support/operations-of.ts';
export { showUnseen } from './support/show-unseen.ts';
export { suggest } from './support/suggest.ts';
export { unseenSigns } from './support/unseen-signs.ts';
export { cloneTarget, outsideTarget, type VerifyTarget } from './target.ts';
export { untilInterrupted } from './until-interrupted.ts';
export { UnknownManifestError, type VerifiedManifest, type VerifyReport, verify } from './verify.ts';
