import { type Tool, ToolFailure, type ToolSource } from '../tool.ts';
import { diffManifestTool } from './diff-manifest.ts';
import { explainRuleTool } from './explain-rule.ts';
import { listApiOperationsTool } from './list-api-operations.ts';
import { listManifestsTool } from './list-manifests.ts';
import { listRulesTool } from './list-rules.ts';
import { makeContractTool } from './make-contract.ts';
import { scaffoldManifestTool } from './scaffold-manifest.ts';
import { verifyManifestTool } from './verify-manifest.ts';

/** A clone of Patchbay. */
export interface Clone {
  /** The folder that holds manifests/. */
  root: string;
  /** Where relative paths of an input begin. */
  folder: string;
}

/** Makes one tool of a clone. A new tool is a file beside this one and a line here. */
type MakeTool = (clone: Clone) => Tool;

const makers: readonly MakeTool[] = [
  verifyManifestTool,
  listManifestsTool,
  explainRuleTool,
  listRulesTool,
  diffManifestTool,
  makeContractTool,
  listApiOperationsTool,
  scaffoldManifestTool,
];

/** The tools for who writes manifests in a clone. */
export function cloneTools(clone: Clone): ToolSource {
  const tools = oneByOne(makers.map((make) => make(clone)));
  return { list: async () => tools };
}

/** One call after another: they read and write the same files and take the whole processor. Who has hung up by then needs none. */
function oneByOne(tools: readonly Tool[]): Tool[] {
  let last: Promise<unknown> = Promise.resolve();
  return tools.map((tool) => ({
    ...tool,
    call(input, context) {
      const next = last.then(() => {
        if (context.signal.aborted) throw new ToolFailure('The call was taken back before anything was done.');
        return tool.call(input, context);
      });
      last = next.catch(() => {});
      return next;
    },
  }));
}
