import type { InputRequiredResult } from '@modelcontextprotocol/server';
import type { FieldView } from '@patchbay/client';
import { expect, test } from 'vitest';
import type { CallContext } from '../tool.ts';
import type { Action } from './action.ts';
import { createConfirmations } from './confirmations.ts';

const field = (name: string, type: string) => ({ name, type }) as FieldView;
const action: Action = {
  ...{ name: 'prod-1__delete', connection: { id: 'con_1', name: 'Prod' }, provider: 'A store', operation: 'delete' },
  ...{ description: 'Delete it.', safety: 'destructive', fields: [field('id', 'text'), field('token', 'secret')] },
};
const options = { allowDestructive: true, argument: 'confirm', named: undefined };
const input = { id: '7', token: 'hunter2-hunter2' };
const yes = { confirm: { action: 'accept', content: { confirm: true } } };

function context(more: Partial<CallContext> = {}): CallContext {
  const signal = new AbortController().signal;
  return { signal, canAskPerson: true, answers: undefined, questionId: undefined, ...more };
}

function setUp() {
  const clock = { now: 0 };
  const confirmations = createConfirmations(() => clock.now);
  const ask = (more: Partial<CallContext> = {}, given: Record<string, unknown> = input, one = action) =>
    confirmations.require(one, given, context(more), options);
  const question = (asked: InputRequiredResult | null) => {
    if (!asked) throw new Error('Nothing was asked.');
    return { questionId: asked.requestState ?? '', text: JSON.stringify(asked.inputRequests) };
  };
  return { clock, ask, question };
}

test('the question names what is to be done, without what is secret', () => {
  const { ask, question } = setUp();
  const { text } = question(ask());
  expect(text).toContain('Run delete on the connection \\"Prod\\" (A store)?');
  expect(text).toContain('[hidden]');
  expect(text).not.toContain('hunter2');
});

test('a yes counts once', () => {
  const { ask, question } = setUp();
  const { questionId } = question(ask());
  expect(ask({ questionId, answers: yes })).toBeNull();
  expect(ask({ questionId, answers: yes })).not.toBeNull();
});

test('a yes counts for nothing but what was asked', () => {
  const { ask, question } = setUp();
  const { questionId } = question(ask());
  const answered = { questionId, answers: yes };
  expect(ask(answered, { ...input, id: '8' })).not.toBeNull();
  expect(ask(answered, input, { ...action, connection: { id: 'con_2', name: 'Prod' } })).not.toBeNull();
  expect(ask(answered, input, { ...action, operation: 'purge' })).not.toBeNull();
  expect(ask(answered)).toBeNull();
});

test('a yes to a question nobody asked, or of long ago, counts for nothing', () => {
  const { ask, question, clock } = setUp();
  expect(ask({ answers: yes })).not.toBeNull();
  expect(ask({ answers: yes, questionId: 'made-up' })).not.toBeNull();
  const { questionId } = question(ask());
  clock.now = 600_001;
  expect(ask({ questionId, answers: yes })).not.toBeNull();
});

test('a no ends it, and the same question is not open any more', () => {
  const { ask, question } = setUp();
  const { questionId } = question(ask());
  expect(() => ask({ questionId, answers: { confirm: { action: 'decline' } } })).toThrow('was not confirmed');
  expect(ask({ questionId, answers: yes })).not.toBeNull();
});

test('filling does not push out of the question what counts, nor do signs turn it round', () => {
  const { ask, question } = setUp();
  const filling = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`a${index}`, 'x'.repeat(1_000)]));
  const { text } = question(ask({}, { ...filling, id: '7\u202e\u001b' }));
  expect(text).toContain(String.raw`Input: {\"id\":\"7\\u202e\\u001b\",`);
  expect(text.length).toBeLessThan(6_000);
});
