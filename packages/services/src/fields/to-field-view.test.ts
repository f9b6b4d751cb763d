import { fieldSchema } from '@patchbay/schema';
import { expect, test } from 'vitest';
import { toFieldView } from './to-field-view.ts';

test('a field that a setting of the connection answers need not be filled in', () => {
  const model = { type: 'text', required: true };
  expect(toFieldView('model', fieldSchema.parse(model)).required).toBe(true);
  expect(toFieldView('model', fieldSchema.parse({ ...model, defaultFrom: 'model' })).required).toBe(false);
});
