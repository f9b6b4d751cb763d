import type { Recording } from './record-fixture.ts';
import type { PrivateKind, StandIn } from './stand-ins.ts';

const titles: Record<PrivateKind, string> = {
  secret: 'a secret',
  setting: 'a setting',
  account: 'a credential that is no secret',
  person: 'a person',
  email: 'an e-mail address',
  address: 'a network address',
  opaque: 'text that looks random',
  asked: 'as you asked',
};
const shownTexts = 60;
const longestText = 100;

/** What was replaced, what was left out, and what stays, for whoever decides whether a fixture may be kept. No secret is in it. */
export function describeRecording({ standIns, droppedHeaders, keptTexts }: Recording): string {
  const met = standIns.filter(({ count }) => count > 0);
  const lines = [
    met.length === 0 ? 'Nothing had to be replaced.' : 'Replaced:',
    ...met.map((entry) => `  ${titles[entry.kind]}${shown(entry)} → ${entry.standIn} (${times(entry.count)})`),
    ...(droppedHeaders.length > 0 ? [`Headers left out: ${droppedHeaders.join(', ')}`] : []),
    ...(keptTexts.length > 0 ? ['Left as it is; look whether all of it may be public:'] : []),
    ...keptTexts.slice(0, shownTexts).map((text) => `  ${cut(text)}`),
    ...(keptTexts.length > shownTexts ? [`  … and ${keptTexts.length - shownTexts} shorter ones`] : []),
  ];
  return `${lines.join('\n')}\n`;
}

function shown({ kind, original }: StandIn): string {
  return kind === 'secret' || kind === 'opaque' ? ` (${original.length} characters)` : ` "${cut(original)}"`;
}

function times(count: number): string {
  return count === 1 ? 'once' : `${count} times`;
}

/** One line of a terminal, whatever is in it. */
function cut(text: string): string {
  const line = JSON.stringify(text).slice(1, -1);
  return line.length > longestText ? `${line.slice(0, longestText - 1)}…` : line;
}
