import { expect, test } from 'vitest';
import { withNextStep } from './with-next-step.ts';

test.each([
  ['It says: access_denied: aborted', 'Try again.', 'It says: access_denied: aborted. Try again.'],
  ['The token is wrong.', 'Make a new one.', 'The token is wrong. Make a new one.'],
  ['It says: a long text…', 'Wait.', 'It says: a long text… Wait.'],
  ['Nothing answers', '', 'Nothing answers'],
])('%s + %s', (message, nextStep, expected) => expect(withNextStep(message, nextStep)).toBe(expected));
