import {
  type DockerRegistry,
  findFreePort,
  type Patchbay,
  startDockerRegistry,
  startPatchbay,
  startServer,
} from '@patchbay/testing';
import type { Browser, BrowserContext } from 'playwright-core';
import { addMember, type Person } from './add-member.ts';
import { signInInBrowser } from './admin.ts';
import { startAlertStore } from './alert-store.ts';
import type { ApiClient } from './api-client.ts';
import { openPage } from './browser.ts';
import { createExampleData, type ExampleData } from './example-data.ts';
import { receiveEvents } from './example-subscriptions.ts';
import { startPeopleStore } from './people-store.ts';
import { setUp } from './set-up-patchbay.ts';
import { signInPerson } from './sign-in-at-people-store.ts';

export type Session = Awaited<ReturnType<BrowserContext['storageState']>>;

export interface Example {
  patchbay: Patchbay;
  adminUrl: string;
  api: ApiClient;
  data: ExampleData;
  registry: DockerRegistry;
  close(): Promise<void>;
}

/** A Patchbay in use: API, admin, two registries, a server people sign in at, and the example data. */
export async function startExample(): Promise<Example> {
  const adminPort = await findFreePort();
  const store = await startPeopleStore(`http://127.0.0.1:${adminPort}`);
  const [patchbay, open, closed, scanner, receiver] = await Promise.all([
    startPatchbay({ admin: true, adminPort, env: store.env }),
    startDockerRegistry({ auth: 'basic' }),
    startDockerRegistry({ auth: 'basic' }),
    startAlertStore(),
    startServer(receiveEvents),
  ]);
  const close = async (): Promise<void> => {
    await Promise.all([
      patchbay.close(),
      open.close(),
      closed.close(),
      store.close(),
      scanner.close(),
      receiver.stop(),
    ]);
  };
  try {
    const { api } = await setUp(patchbay);
    const person = await signInPerson(patchbay);
    await addMember(patchbay, 'member');
    const urls = { scannerUrl: scanner.url, receiverUrl: receiver.url };
    const data = await createExampleData(api, { open, closed, store, ...urls, person });
    return { patchbay, adminUrl: patchbay.adminUrl ?? '', api, data, registry: open, close };
  } catch (error) {
    const output = patchbay.output();
    await close();
    throw new Error(`The example could not be made. The servers said:\n${output}`, { cause: error });
  }
}

/** Signs somebody in once; pages opened with the session are theirs. */
export async function createSession(browser: Browser, adminUrl: string, person?: Person): Promise<Session> {
  const { page, context } = await openPage(browser, { baseUrl: adminUrl });
  await signInInBrowser(page, person);
  const session = await context.storageState();
  await context.close();
  return session;
}
