import { expect, test } from 'vitest';
import { interfaceFixtures } from '../checks/interface-fixtures.ts';
import { interfaceInputs } from '../checks/interface-inputs.ts';
import { loadContexts } from '../manifest/load-contexts.ts';
import { type Sample, toFolder } from '../sample.ts';
import { sampleFixture, sampleManifest, samplePages } from '../sample-manifest.ts';
import { payloadSample, samplePayload } from '../webhooks/sample-payload.ts';
import { judgeMutant } from './judge-mutant.ts';
import { formatPlantedFaults, type JudgedFault } from './measure-planted-faults.ts';
import { faultKinds, plantFaults } from './planted-faults.ts';

async function judge(sample: Sample): Promise<JudgedFault[]> {
  const [source] = await loadContexts([toFolder(sample)]);
  if (!source?.evaluation?.ok) throw new Error('the sample was not loaded');
  const judged: JudgedFault[] = [];
  for (const { manifest, ...fault } of plantFaults(source.evaluation.value, { perKind: 1 }))
    judged.push({
      ...fault,
      id: source.id,
      caughtBy: await judgeMutant(source, { ...fault, manifest }, { isThorough: true }),
    });
  return judged;
}

test('each fault is another manifest, and the one it was put into stays as it was', () => {
  const before = structuredClone(sampleManifest);
  const faults = plantFaults(sampleManifest, { perKind: 2 });
  expect(sampleManifest).toEqual(before);
  for (const { kind, manifest } of faults) expect(manifest, kind).not.toEqual(before);
  expect(Object.keys(faultKinds).length).toBeGreaterThanOrEqual(30);
});

test('what the fixtures of the sample show is caught when it is wrong, and what gets through is named', async () => {
  const judged = await judge({});
  expect(judged.length).toBeGreaterThan(15);
  expect(judged.filter(({ caughtBy }) => caughtBy === null)).toEqual([]);
  // The record of a repository fits another model as well, so only a fixture can tell.
  const sync = sampleFixture({ call: { sync: 'repositories' }, interactions: samplePages, expect: { items: 3 } });
  const unsaid = await judge({ files: { 'fixtures/sync-repositories.json': sync } });
  const missed = unsaid.filter(({ caughtBy }) => caughtBy === null);
  expect(missed.map(({ kind }) => kind)).toEqual(['record of another model']);
  const text = formatPlantedFaults(unsaid);
  expect(text).toContain('not caught: example-forge · syncs.repositories.model: record of another model');
  expect(text).toContain(`${unsaid.length - 1} of ${unsaid.length} planted faults were caught`);
});

test('an input of an interface that is read from elsewhere is caught by the fixture that calls it', async () => {
  const judged = await judge(interfaceFixtures.samples.passing);
  const own = judged.filter(({ kind }) => kind === 'interface input read from elsewhere');
  expect(own.map(({ caughtBy }) => caughtBy)).toEqual(['fixtures/scm-comment.json']);
});

test('an input of an interface that is left out without a word is caught', async () => {
  const judged = await judge(interfaceInputs.samples.passing);
  const own = judged.filter(({ kind }) => kind === 'input of an interface left out');
  expect(own.map(({ caughtBy }) => caughtBy)).toEqual(['interface-inputs']);
});

test('without the fixture that shows it a fault gets through', async () => {
  const withoutRefusal = await judge({ files: { 'fixtures/sync-repositories.json': null } });
  expect(withoutRefusal.filter(({ caughtBy }) => caughtBy === null).length).toBeGreaterThan(1);
});

test('what an event makes of its payload is caught when it is wrong, and only by a payload', async () => {
  const kinds = ['event record read from elsewhere', 'deleted event record that is kept'];
  const ofEvents = (judged: JudgedFault[]) => judged.filter(({ kind }) => kinds.includes(kind));
  const gone = samplePayload({ record: { sync: 'repositories', externalId: '3', data: null } }, { action: 'deleted' });
  const declared = { deleted: "action == 'deleted'" };
  const caught = ofEvents(await judge(payloadSample(declared, [samplePayload(), gone])));
  expect(caught.map(({ kind, caughtBy }) => [kind, caughtBy])).toEqual(kinds.map((kind) => [kind, 'webhook-payloads']));
  const missed = ofEvents(await judge(payloadSample(declared, [])));
  expect(missed.map(({ caughtBy }) => caughtBy)).toEqual([null, null]);
});
