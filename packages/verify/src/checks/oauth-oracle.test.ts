import { builtInManifests, createRegistry } from '@patchbay/registry';
import { expect, test } from 'vitest';
import { comparedClients } from './oauth-oracle.ts';

const manifests = createRegistry(builtInManifests).list();

// A client that cannot be asked any more, after an update of the library or a change of a manifest's id or host, would leave its
// manifest uncompared in silence. So who is compared with whom is written here.
test('these manifests of the tree are compared with these independent clients, and no others', async () => {
  const compared: Record<string, string[]> = {};
  for (const manifest of manifests) {
    const clients = await comparedClients(manifest);
    if (clients.length > 0) compared[manifest.id] = clients;
  }
  expect(compared).toEqual({
    azure: ['MicrosoftEntraId'],
    bitbucket: ['Bitbucket'],
    gitea: ['Gitea'],
    github: ['GitHub'],
    gitlab: ['GitLab'],
    'google-cloud': ['Google'],
    'microsoft-teams': ['MicrosoftEntraId'],
  });
});

test('a sign-in that is left out says so itself: its manifest names the flow it is', () => {
  const withoutClient = manifests.flatMap((manifest) =>
    manifest.auth.some((method) => method.type === 'oauth2' && method.config.otherFlow) ? [manifest.id] : [],
  );
  expect(withoutClient).toEqual(['slack']);
});
