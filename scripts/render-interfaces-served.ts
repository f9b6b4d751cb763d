import { type InterfaceId, interfaceIds, type Manifest } from '@patchbay/schema';

const intro = `## Interfaces

The same input and output whichever provider serves them: [the interfaces, one by one](reference/interfaces.md). What a provider has no place for is refused, never left out in silence.
`;

/** Who serves which interface, and what each has no place for, as Markdown. */
export function renderInterfacesServed(manifests: readonly Manifest[]): string {
  const served = interfaceIds.flatMap((id) => {
    const names = manifests.filter((manifest) => Object.hasOwn(manifest.implements, id)).map(({ name }) => name);
    return names.length === 0 ? [] : [`| \`${id}\` | ${names.sort().join(' · ')} |`];
  });
  const limits = manifests.flatMap(({ name, implements: mappings, lacks }) => [
    ...Object.entries(mappings).flatMap(([id, { notTaken }]) =>
      Object.entries(notTaken).map(
        ([input, { reason, instead }]) => `| ${name} | \`${id}\` | \`${input}\` | ${reason} ${instead} |`,
      ),
    ),
    ...(Object.keys(lacks) as InterfaceId[]).map(
      (id) => `| ${name} | \`${id}\` | all of it | ${lacks[id]?.reason} [Source](${lacks[id]?.source}) |`,
    ),
  ]);
  return [
    intro,
    '| interface | served by |',
    '|---|---|',
    ...served,
    '',
    '| provider | interface | not taken | why, and what to do |',
    '|---|---|---|---|',
    ...limits,
    '',
  ].join('\n');
}
