import { expect, test } from 'vitest';
import { readElsewhere } from './read-elsewhere.ts';

test('each plain field is read from elsewhere, one at a time', () => {
  expect(readElsewhere('{owner: owner, repo: input.repository}')).toEqual([
    '{owner: owner_x, repo: input.repository}',
    '{owner: owner, repo: input.repository_x}',
  ]);
  expect(readElsewhere('[].{id: to_string(id), score: null}')).toEqual(['[].{id: to_string(id_x), score: null}']);
});

test('without one, what was given is called by another name', () => {
  expect(readElsewhere("split(input.project, '/') | {owner: [0]}")).toEqual([
    "split(input.project_x, '/') | {owner: [0]}",
  ]);
});

test('what reads nothing stays as it is', () => {
  expect([readElsewhere('`{}`'), readElsewhere('[0]'), readElsewhere(undefined)]).toEqual([[], [], []]);
});
