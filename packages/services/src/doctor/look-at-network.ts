import type { CertificateView, LayerView, OriginView } from '@patchbay/runtime';
import type { DoctorStepPlan, StepFinding, Visit } from './visit.ts';

/** A certificate is told of when it ends within so many days. */
const soonDays = 21;
const dayMs = 86_400_000;

/** Why there is no way to look at. */
function nothingToCall({ context }: Visit): StepFinding {
  const { isSimulated } = context.deps.settings;
  const seen = isSimulated
    ? 'The simulator answers for this connection, so the way to the provider is not gone.'
    : 'This connection calls no server over HTTP.';
  return { status: 'skipped', seen };
}

/** The way to the server, layer by layer: without a request, so nothing at the provider can be blamed for it. */
export const networkSteps: readonly DoctorStepPlan[] = [
  layerStep('dns', 'Name', ({ dns, host }) => ({
    view: dns,
    seen:
      dns.status !== 'ok'
        ? ''
        : dns.addresses[0] === host
          ? `${host} is an address: there is no name to look up.`
          : `${host} is ${dns.addresses.slice(0, 4).join(', ')}.`,
    fault: 'configuration',
    bundle: [{ title: 'Look the name up on this server', text: `getent ahosts ${host}` }],
  })),
  layerStep('egress', 'Egress policy', ({ egress, host, port }) => ({
    view: egress,
    seen: `This server may call ${host}.`,
    fault: 'configuration',
    bundle: [
      { title: 'Allow the address, in the environment of Patchbay', text: `PATCHBAY_EGRESS_ALLOW=${host}:${port}` },
    ],
  })),
  layerStep('tcp', 'Connection', ({ tcp, host, port }) => ({
    view: tcp,
    seen: tcp.status === 'ok' ? `${tcp.address} accepts connections on port ${port}.` : '',
    fault: 'network',
    bundle: [{ title: 'Try the connection from this server', text: `nc -vz ${host} ${port}` }],
  })),
  { id: 'tls', label: 'Certificate', look: lookAtCertificate },
];

interface LayerWords {
  view: LayerView<object>;
  /** What is said when the layer is sound. */
  seen: string;
  fault: NonNullable<StepFinding['fault']>;
  bundle: NonNullable<StepFinding['bundle']>;
}

function layerStep(id: string, label: string, words: (origin: OriginView) => LayerWords): DoctorStepPlan {
  return {
    id,
    label,
    async look(visit) {
      const origin = await visit.origin();
      if (!origin) return nothingToCall(visit);
      const { view, seen, fault, bundle } = words(origin);
      if (view.status === 'skipped') return notTried();
      if (view.status === 'failed') return { status: 'failed', seen: view.message, fault, fix: view.nextStep, bundle };
      return { status: 'ok', seen };
    },
  };
}

async function lookAtCertificate(visit: Visit): Promise<StepFinding> {
  const origin = await visit.origin();
  if (!origin) return nothingToCall(visit);
  const { tls, host, port, tcp } = origin;
  const bundle = [
    {
      title: 'Show the certificate',
      text: `openssl s_client -connect ${host}:${port} -servername ${host} </dev/null 2>/dev/null | openssl x509 -noout -subject -issuer -dates -ext subjectAltName`,
    },
  ];
  if (tls.status === 'skipped') {
    if (tcp.status !== 'ok') return notTried();
    const isLocal = /^(localhost|127\.|\[?::1)/.test(host);
    return isLocal
      ? { status: 'skipped', seen: 'The server is called without TLS, on this machine.' }
      : {
          status: 'warning',
          seen: `${host} is called without TLS: credentials cross the network unprotected.`,
          fault: 'configuration',
          fix: 'Give the server a certificate and write its URL with https://.',
        };
  }
  if (tls.status === 'failed')
    return { status: 'failed', seen: tls.message, fault: 'provider', fix: tls.nextStep, bundle };
  const { certificate, problem, protocol, isVerified } = tls;
  if (!isVerified)
    return {
      status: 'warning',
      seen: `${problem ?? 'The certificate is not valid.'} TLS verification is off for this connection, so nobody would notice another server in its place.`,
      fault: 'configuration',
      fix: 'Install a certificate of a known authority, then switch TLS verification on again.',
      bundle,
    };
  const days = certificate ? daysLeft(certificate, visit) : null;
  if (certificate && days !== null && days <= soonDays)
    return {
      status: 'warning',
      seen: `The certificate of ${host} ends in ${days} ${days === 1 ? 'day' : 'days'}, on ${dateOf(certificate.validTo)}.`,
      fault: 'provider',
      fix: 'Have the certificate renewed before then.',
      bundle,
    };
  const until = certificate ? `, valid until ${dateOf(certificate.validTo)}` : '';
  return { status: 'ok', seen: `${protocol}; the certificate of ${certificate?.subject || host} is trusted${until}.` };
}

/** What stands behind a step that failed. */
export function notTried(): StepFinding {
  return { status: 'skipped', seen: 'Not tried: a step before failed.' };
}

function daysLeft({ validTo }: CertificateView, { context }: Visit): number {
  return Math.floor((validTo - context.deps.clock.now()) / dayMs);
}

/** 1 November 2026 */
export function dateOf(atMs: number): string {
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' }).format(atMs);
}
