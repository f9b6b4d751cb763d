import { type Node, parseSync } from 'oxc-parser';

/** A node of a source file that was looked for. */
export interface FoundNode {
  line: number;
  /** Its source text, cut to 60 characters. */
  text: string;
}

/** Finds nodes of the syntax tree, so that text in comments and longer strings does not count. `isWanted` sees the parent too. */
export function findNodes(
  file: string,
  text: string,
  isWanted: (node: Node, parent: Node | null) => boolean,
): FoundNode[] {
  const found: FoundNode[] = [];
  walk(parseSync(file, text).program, null);
  return found;

  function walk(node: Node, parent: Node | null): void {
    if (isWanted(node, parent))
      found.push({
        line: text.slice(0, node.start).split('\n').length,
        text: text.slice(node.start, node.end).slice(0, 60),
      });
    for (const value of Object.values(node))
      for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) walk(child, node);
  }
}

function isNode(value: unknown): value is Node {
  return (
    typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string' && 'start' in value
  );
}
