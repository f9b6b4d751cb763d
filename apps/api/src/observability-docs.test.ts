// The dashboard, the alert rules and their page name metrics that there are, and leave none of ours out.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createMetrics } from './metrics.ts';

const read = (name: string) => readFileSync(new URL(`../../../docs/observability/${name}`, import.meta.url), 'utf8');
const namesIn = (text: string) => [
  ...new Set(text.match(/\b(?:patchbay|integrations|scm|process|nodejs)_[a-z0-9_]+\b/g) ?? []),
];

const backlog = { queued: 0, running: 0, oldestSeconds: 0 };
const readWebhookBacklog = async () => ({ waiting: 0, oldestAt: null });
const text = (await createMetrics({ readBacklog: async () => backlog, readWebhookBacklog }).render()).text;
const known = new Map([...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name, type]) => [name, type]));
const ours = [...known.keys()].filter((name) => name && /^(patchbay|integrations|scm)_/.test(name)) as string[];

/** `…_bucket` of a histogram is its histogram. */
const baseOf = (name: string) => name.replace(/_(bucket|sum|count)$/, (end) => (known.has(name) ? end : ''));

interface Panel {
  title: string;
  targets: { expr: string }[];
}
const { panels } = JSON.parse(read('grafana-dashboard.json')) as { panels: Panel[] };
const rules = [...read('alert-rules.yml').matchAll(/^ +- alert: (\S+)\n +expr: (.+)$/gm)];

test('every panel asks for metrics that there are', () => {
  expect(panels.length).toBeGreaterThan(10);
  for (const { title, targets } of panels)
    for (const { expr } of targets) {
      const names = namesIn(expr).map(baseOf);
      expect([title, names.length > 0, names.filter((name) => !known.has(name))]).toEqual([title, true, []]);
    }
});

test('every metric of ours is on some panel', () => {
  const shown = new Set(panels.flatMap(({ targets }) => targets.flatMap(({ expr }) => namesIn(expr).map(baseOf))));
  expect(ours.filter((name) => !shown.has(name))).toEqual([]);
});

test('every alert asks for metrics that there are', () => {
  expect(rules).toHaveLength(read('alert-rules.yml').match(/- alert:/g)?.length ?? 0);
  for (const [, name, expr = ''] of rules) {
    const names = namesIn(expr).map(baseOf);
    expect([name, names.length > 0, names.filter((each) => !known.has(each))]).toEqual([name, true, []]);
  }
});

test('the page lists each metric of ours, and no other', () => {
  const listed = [...read('README.md').matchAll(/^\| `(\S+)` \|/gm)].map(([, name]) => name);
  expect(listed.sort()).toEqual([...ours].sort());
});
