import { compile } from '@jmespath-community/jmespath';

/** What an expression looks at where it stands: what the interface was asked with, what holds that and the steps, or something else. */
type View = 'input' | 'scope' | 'other';

interface Found {
  names: Set<string>;
  /** The input as a whole is handed on, and with it everything in it. */
  isWhole: boolean;
}

type Node = Record<string, unknown> & { type?: string };

/**
 * Names of what an interface is asked with that an expression of its mapping reads. `view` is what the expression starts from:
 * the input itself in a mapping to one operation, what holds it as `input` in steps. A field of the same name in an answer is none.
 */
export function inputsRead(expression: string, view: 'input' | 'scope'): Found {
  const found: Found = { names: new Set(), isWhole: false };
  if (walk(compile(expression) as unknown as Node, view, {}, found) === 'input') found.isWhole = true;
  return found;
}

function walk(node: Node, current: View, bound: Readonly<Record<string, View>>, found: Found): View {
  const inside = (child: unknown, view = current) => (isNode(child) ? walk(child, view, bound, found) : 'other');
  const handOn = (child: unknown) => {
    if (inside(child) === 'input') found.isWhole = true;
  };
  switch (node.type) {
    case 'Field':
      if (current === 'input') found.names.add(String(node.name));
      return current === 'scope' && node.name === 'input' ? 'input' : 'other';
    case 'Current':
    case 'Identity':
      return current;
    case 'Variable':
      return bound[String(node.name)] ?? 'other';
    case 'Subexpression':
    case 'Pipe':
      return inside(node.right, inside(node.left));
    case 'LetExpression': {
      const bindings = (node.bindings as Node[]).map((one) => [String(one.variable), inside(one.reference)] as const);
      return walk(node.expression as Node, current, { ...bound, ...Object.fromEntries(bindings) }, found);
    }
    case 'OrExpression':
    case 'AndExpression': {
      const sides = [inside(node.left), inside(node.right)];
      return sides.find((side) => side !== 'other') ?? 'other';
    }
    case 'MultiSelectHash':
      for (const child of node.children as Node[]) handOn(child.value);
      return 'other';
    case 'MultiSelectList':
    case 'Function':
      for (const child of node.children as Node[]) handOn(child);
      return 'other';
    case 'Projection':
    case 'FilterProjection':
    case 'ValueProjection':
      // What stands behind a list is read of its items.
      handOn(node.left);
      inside(node.condition, 'other');
      inside(node.right, 'other');
      return 'other';
    case 'ExpressionReference':
      inside(node.child, 'other');
      return 'other';
    default:
      for (const child of Object.values(node).flat()) inside(child);
      return 'other';
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null;
}
