import type { Tool, ToolSource } from '../tool.ts';
import { type ActionToolDeps, actionTool } from './action-tool.ts';
import type { Ask } from './ask.ts';
import { createConfirmations } from './confirmations.ts';
import { type ActionCatalog, type ActionFilter, readActions } from './read-actions.ts';
import { searchTools } from './search-tools.ts';

export interface ConnectionToolsOptions extends ActionFilter {
  ask: Ask;
  /** Whether what cannot be undone may be confirmed by an argument where nobody can be asked. */
  allowDestructive: boolean;
  /** With more actions than this, two tools to find and run them are offered instead. */
  maxTools: number;
}

export interface ConnectionTools extends ToolSource {
  /** What there was when it began. */
  catalog: ActionCatalog;
}

/** The actions of an organization as tools, as far as the key may run them. Throws a ToolFailure when it may none. */
export async function connectionTools(options: ConnectionToolsOptions): Promise<ConnectionTools> {
  const { ask, allowDestructive, maxTools } = options;
  const deps: ActionToolDeps = { ask, allowDestructive, confirmations: createConfirmations() };
  const toTools = ({ actions }: ActionCatalog): readonly Tool[] =>
    actions.length > maxTools ? searchTools(actions, deps) : actions.map((action) => actionTool(action, deps));
  const catalog = await readActions(ask, options);
  let tools = toTools(catalog);
  return {
    catalog,
    async list({ isFresh }) {
      if (isFresh) tools = toTools(await readActions(ask, options));
      return tools;
    },
  };
}
