import type { IdentityProvider } from '@patchbay/services';
import type { AuthSettings } from './auth-settings.ts';
import { type Auth, createAuthAdapter } from './create-auth.ts';
import type { People } from './people.ts';

type OwnerInput = Parameters<IdentityProvider['createOwner']>[0];

/** Makes the first user, the organization and the user's ownership in one transaction, then a key with an owner's rights. */
export async function createOwner(
  settings: AuthSettings,
  auth: Auth,
  people: Pick<People, 'createApiKey'>,
  { email, password, name, organizationName }: OwnerInput,
): Promise<{ userId: string; organizationId: string; apiKey: string }> {
  const context = await auth.$context;
  const hash = await context.password.hash(password);
  const adapter = createAuthAdapter(settings, true)(context.options);
  const now = new Date(settings.clock.now());
  const times = { createdAt: now, updatedAt: now };

  const { userId, organizationId } = await adapter.transaction(async (transaction) => {
    const user = await transaction.create<{ id: string }>({
      model: 'user',
      data: { email: email.toLowerCase(), name, emailVerified: true, ...times },
    });
    await transaction.create({
      model: 'account',
      data: { userId: user.id, accountId: user.id, providerId: 'credential', password: hash, ...times },
    });
    const organization = await transaction.create<{ id: string }>({
      model: 'organization',
      data: { name: organizationName, slug: toSlug(organizationName), createdAt: now },
    });
    await transaction.create({
      model: 'member',
      data: { organizationId: organization.id, userId: user.id, role: 'owner', createdAt: now },
    });
    return { userId: user.id, organizationId: organization.id };
  });

  const { key } = await people.createApiKey({
    organizationId,
    name: 'Made by the setup',
    role: 'owner',
    scopes: null,
    expiresInDays: null,
    createdBy: userId,
  });
  return { userId, organizationId, apiKey: key };
}

/** The name in lower-case letters, digits and dashes. */
function toSlug(name: string): string {
  const slug = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 48);
  return slug || 'organization';
}
