// docs/ping/argo-cd.yaml without a cluster: its fields are those of the API reference of Kubernetes, and its parts find each other.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { readArgoCd } from '../support/ping-responders.ts';

/** A kind of value, a list of one shape, or the fields an object may have; `!` marks those it must have. */
type Shape = 'text' | 'number' | 'truth' | 'labels' | [Shape] | { [field: string]: Shape };

// https://kubernetes.io/docs/reference/kubernetes-api: Deployment v1 apps, PodSpec, Container, Service v1 core; what a small file may use.
const container: Shape = {
  ...{ 'name!': 'text', 'image!': 'text', command: ['text'], args: ['text'], workingDir: 'text' },
  env: [
    {
      'name!': 'text',
      value: 'text',
      valueFrom: { secretKeyRef: { 'name!': 'text', 'key!': 'text', optional: 'truth' } },
    },
  ],
  ports: [{ 'containerPort!': 'number', name: 'text', protocol: 'text' }],
  volumeMounts: [{ 'name!': 'text', 'mountPath!': 'text', readOnly: 'truth', subPath: 'text' }],
  securityContext: {
    ...{ runAsNonRoot: 'truth', runAsUser: 'number', runAsGroup: 'number', privileged: 'truth' },
    ...{ readOnlyRootFilesystem: 'truth', allowPrivilegeEscalation: 'truth' },
  },
};
const metadata: Shape = { 'name!': 'text', namespace: 'text', labels: 'labels', annotations: 'labels' };
const deployment: Shape = {
  ...{ 'apiVersion!': 'text', 'kind!': 'text', 'metadata!': metadata },
  'spec!': {
    replicas: 'number',
    'selector!': { matchLabels: 'labels' },
    'template!': {
      metadata: { labels: 'labels', annotations: 'labels' },
      'spec!': {
        ...{ automountServiceAccountToken: 'truth', serviceAccountName: 'text', 'containers!': [container] },
        volumes: [{ 'name!': 'text', configMap: { 'name!': 'text', optional: 'truth' } }],
      },
    },
  },
};
const service: Shape = {
  ...{ 'apiVersion!': 'text', 'kind!': 'text', 'metadata!': metadata },
  'spec!': { selector: 'labels', type: 'text', ports: [{ 'port!': 'number', targetPort: 'number', name: 'text' }] },
};

function explain(value: unknown, shape: Shape, place: string): string[] {
  if (Array.isArray(shape)) {
    if (!Array.isArray(value)) return [`${place} is no list`];
    return value.flatMap((item, index) => explain(item, shape[0], `${place}[${index}]`));
  }
  if (typeof shape === 'string') {
    const kinds = { text: 'string', number: 'number', truth: 'boolean', labels: 'object' };
    const isLabels = shape !== 'labels' || Object.values(value ?? {}).every((label) => typeof label === 'string');
    return typeof value === kinds[shape] && isLabels ? [] : [`${place} is no ${shape}`];
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [`${place} is no object`];
  const fields = new Map(Object.entries(shape).map(([name, inner]) => [name.replace('!', ''), inner]));
  const missing = Object.keys(shape).filter((name) => name.endsWith('!') && !(name.slice(0, -1) in value));
  return [
    ...missing.map((name) => `${place} lacks ${name.slice(0, -1)}`),
    ...Object.entries(value).flatMap(([name, inner]) => {
      const known = fields.get(name);
      return known ? explain(inner, known, `${place}.${name}`) : [`${place} has no field ${name}`];
    }),
  ];
}

test('every field is one of Kubernetes', async () => {
  const [first, second, ...others] = await readArgoCd();
  expect(explain(first, deployment, 'Deployment')).toEqual([]);
  expect(explain(second, service, 'Service')).toEqual([]);
  expect(others).toEqual([]);
  expect([first, second]).toMatchObject([
    { apiVersion: 'apps/v1', kind: 'Deployment' },
    { apiVersion: 'v1', kind: 'Service' },
  ]);
});

test('the service finds the container, and the container what the commands above make', async () => {
  const [{ spec }, { spec: reached }] = await readArgoCd();
  const { metadata: pod, spec: podSpec } = spec.template;
  const [one] = podSpec.containers;
  expect(pod.labels).toMatchObject(spec.selector.matchLabels);
  expect(pod.labels).toMatchObject(reached.selector);
  expect(reached.ports.map(({ targetPort }) => targetPort)).toEqual(
    one.ports.map(({ containerPort }) => containerPort),
  );
  expect(one.command.at(-1)).toBe(String(one.ports[0]?.containerPort));
  expect(one.volumeMounts.map(({ name }) => name)).toEqual(podSpec.volumes.map(({ name }) => name));

  const text = readFileSync(fileURLToPath(new URL('../../docs/ping/argo-cd.yaml', import.meta.url)), 'utf8');
  const [, secretName, key] = /create secret generic (\S+) --from-literal=(\w+)=/.exec(text) ?? [];
  const [, mapName, file] = /create configmap (\S+) --from-file=(\S+)/.exec(text) ?? [];
  expect(one.env).toEqual([{ name: 'PATCHBAY_SECRET', valueFrom: { secretKeyRef: { name: secretName, key } } }]);
  expect(podSpec.volumes[0]?.configMap.name).toBe(mapName);
  expect(one.command).toContain(`${one.volumeMounts[0]?.mountPath}/${file}`);
});
