import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { createTestApp, type TestApp } from './create-test-app.ts';
import { type RedirectedProviders, type Reply, redirectProviders } from './redirect-providers.ts';

export interface TestedPath {
  tested: TestApp;
  providers: RedirectedProviders;
  /** New for each test, as are its keys. */
  organizationId: string;
  admin: string;
  member: string;
  /** Every answer the test saw: none of them may hold a secret. */
  answers: unknown[];
  /** Asks for the path, or for what is below it. `key` null: without one. */
  call(method: string, at?: string, body?: unknown, key?: string | null): ReturnType<TestApp['call']>;
}

export interface TestPathOptions {
  /** What no answer and no line of the log may hold. */
  neverTold: readonly string[];
  /** Whose key calls when a test names none. */
  role?: 'admin' | 'member';
  /** What every provider answers when a test says nothing else. */
  reply?: Parameters<RedirectedProviders['answer']>[0];
}

const nothingThere = (): Reply => ({ status: 404 });

/** An app whose providers are a server of this process, for the tests of one file about one path. */
export function testPath(
  path: string,
  { neverTold, role = 'admin', reply = nothingThere }: TestPathOptions,
): TestedPath {
  const on = {
    answers: [],
    async call(method, at = '', body, key = on[role]) {
      const answer = await on.tested.call(key, method, `${path}${at}`, body);
      on.answers.push(answer.body);
      return answer;
    },
  } as Pick<TestedPath, 'answers' | 'call'> as TestedPath;

  beforeAll(async () => {
    on.tested = await createTestApp();
    on.providers = await redirectProviders(on.tested);
  });
  afterAll(async () => {
    await on.providers?.stop();
    await on.tested?.close();
  });
  beforeEach(async () => {
    on.answers = [];
    ({ organizationId: on.organizationId } = await on.tested.addOrganization('Tested'));
    on.admin = await on.tested.addKey(on.organizationId, 'admin');
    on.member = await on.tested.addKey(on.organizationId, 'member');
    on.providers.asked.length = 0;
    on.providers.answer(reply);
  });
  afterEach(() => {
    const told = JSON.stringify([on.answers, on.tested.logged]);
    for (const secret of neverTold) expect(told).not.toContain(secret);
  });
  return on;
}
