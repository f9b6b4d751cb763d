import { expect, test } from 'vitest';
import { expandPath } from './path-template.ts';

const expand = (path: string, input: Record<string, unknown>, settings = {}) => expandPath(path, { input, settings });

test.each([
  ['/repos/{owner}/{repo}', { owner: 'team', repo: 'app' }, '/repos/team/app'],
  ['/projects/{id}', { id: 'group/app' }, '/projects/group%2Fapp'],
  ['/projects/{id}', { id: 7 }, '/projects/7'],
  ['/v2/{+name}/tags/list', { name: 'team/sub/app' }, '/v2/team/sub/app/tags/list'],
  ['/v2/{+name}/tags', { name: 'a b?c#d%' }, '/v2/a%20b%3Fc%23d%25/tags'],
  ['/v2/{+name}', { name: 'a%20b/c%2Fd+e&f=g:h' }, '/v2/a%2520b/c%252Fd+e&f=g:h'],
  ['/v2/{+name}/{name}', { name: 'a/b?#%' }, '/v2/a/b%3F%23%25/a%2Fb%3F%23%25'],
  ['/files/{path}', { path: 'ä"<>' }, '/files/%C3%A4%22%3C%3E'],
  ['/x{/parts*}', { parts: ['a', 'b/c'] }, '/x/a/b%2Fc'],
  ['/x{/cursor}', {}, '/x'],
  ['/user', {}, '/user'],
])('%s with %j is %s', (path, input, expanded) => {
  expect(expand(path, input)).toBe(expanded);
});

test('settings stand in paths too', () => {
  expect(expand('/orgs/{settings.team}/{id}', { id: 1 }, { team: 'core' })).toBe('/orgs/core/1');
});

test.each([
  ['/repos/{owner}/x', { owner: '..' }],
  ['/repos/{owner}/x', { owner: '.' }],
  ['/repos/{owner}/x', { owner: '../../admin' }],
  ['/v2/{+name}/x', { name: 'a/../../b' }],
  ['/v2/{+name}/x', { name: 'a/%2e%2e/b' }],
  ['/v2/{+name}/x', { name: 'a/.%2E/b' }],
  ['/v2/{+name}/x', { name: 'a/..%2fb' }],
  ['/v2/{+name}/x', { name: 'a/..;x=1/b' }],
  ['/v2/{+name}/x', { name: 'a/%252e%252e/b' }],
  ['/v2/{+name}/x', { name: '..\\b' }],
  ['/repos/{owner}/x', { owner: 'a\u0000b' }],
  ['/repos/{owner}/x', { owner: 'a\r\nb' }],
  ['/repos/{owner}/x', { owner: '' }],
  ['/repos/{owner}/x', {}],
  ['/repos/{owner}/x', { owner: { a: 1 } }],
])('%s with %j is refused', (path, input) => {
  expect(() => expand(path, input)).toThrow(/^(owner|name) /);
});
