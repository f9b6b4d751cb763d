import { expect, test } from 'vitest';
import { inputsRead } from './inputs-read.ts';

const read = (expression: string, view: 'input' | 'scope' = 'scope') => {
  const { names, isWhole } = inputsRead(expression, view);
  return [...names, ...(isWhole ? ['…'] : [])];
};

test('what a mapping to one operation reads of its input', () => {
  expect(read('{owner: owner, text: title && join(`": "`, [title, text]) || text}', 'input')).toEqual([
    'owner',
    'title',
    'text',
  ]);
  expect(read("let $parts = split(channel || '', '/') in {team: $parts[0]}", 'input')).toEqual(['channel']);
  expect(read("messages[?role != 'system'].content", 'input')).toEqual(['messages']);
});

test('what steps read of it, and not what answers call the same', () => {
  expect(read('{body: input.body, id: steps.notes[?body == `"x"`] | [-1].id}')).toEqual(['body']);
  expect(read('steps.jobs[0].{line: line, path: path}')).toEqual([]);
  expect(read('input.{bucket: bucket, key: key}')).toEqual(['bucket', 'key']);
  expect(read("input | {job: join('/job/', split(project, '/'))}")).toEqual(['project']);
  expect(read('let $asked = input in steps.runs[?ref == $asked.ref]')).toEqual(['ref']);
  expect(read('steps.runs[?sort_by(@, &line)]')).toEqual([]);
});

test('who hands the whole input on reads all of it', () => {
  expect(read('@', 'input')).toEqual(['…']);
  expect(read('{everything: input}')).toEqual(['…']);
  expect(read('to_string(input)')).toEqual(['…']);
  expect(read('input.variables')).toEqual(['variables']);
});
