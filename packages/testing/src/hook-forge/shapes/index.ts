import type { HookShape } from '../hook-shape.ts';
import { bitbucket } from './bitbucket.ts';
import { gitea } from './gitea.ts';
import { github } from './github.ts';
import { gitlab } from './gitlab.ts';
import { harbor } from './harbor.ts';

export type ForgeKind = 'gitea' | 'gitlab' | 'github' | 'bitbucket' | 'harbor';

export const shapes: Record<ForgeKind, HookShape> = { gitea, gitlab, github, bitbucket, harbor };
