import { type Expression, type ObjectProperty, type Program, parseSync } from 'oxc-parser';
import { createLineFinder } from '../support/create-line-finder.ts';

/** A manifest's text as a syntax tree, and the line of any path in it. */
export interface ManifestSyntax {
  program: Program;
  /** Syntax errors with their offset. */
  errors: { message: string; offset: number }[];
  /** Line of an offset, from 1. */
  lineAt(offset: number): number;
  /** Line of a dotted path (`operations.listTags.request`) or of its nearest ancestor that is written down. */
  lineOf(path: string): number;
  /** Keys of the object at a path, in the order they are written; empty when it is no object. */
  keysAt(path: string): string[];
  /** What is written at a path, through constants and calls of defineManifest and field; null when it is not written down. */
  nodeAt(path: string): Expression | null;
}

export function parseManifestSyntax(text: string): ManifestSyntax {
  const { program, errors } = parseSync('manifest.ts', text);
  const constants = topLevelConstants(program);
  const lineAt = createLineFinder(text);
  const root = constants.get('manifest');

  /** What an expression stands for: through calls of defineManifest and field, type assertions and constants. */
  function unwrap(expression: Expression | undefined, depth = 0): Expression | undefined {
    if (!expression || depth > 20) return expression;
    if (expression.type === 'CallExpression') {
      const [argument] = expression.arguments;
      return argument && argument.type !== 'SpreadElement' ? unwrap(argument, depth + 1) : expression;
    }
    if (
      expression.type === 'TSSatisfiesExpression' ||
      expression.type === 'TSAsExpression' ||
      expression.type === 'ParenthesizedExpression'
    )
      return unwrap(expression.expression, depth + 1);
    if (expression.type === 'Identifier') {
      const constant = constants.get(expression.name);
      return constant ? unwrap(constant, depth + 1) : expression;
    }
    return expression;
  }

  function step(expression: Expression, key: string): { start: number; value: Expression } | null {
    if (expression.type === 'ArrayExpression') {
      const element = expression.elements[Number(key)];
      return element && element.type !== 'SpreadElement' ? { start: element.start, value: element } : null;
    }
    if (expression.type !== 'ObjectExpression') return null;
    for (let at = expression.properties.length - 1; at >= 0; at -= 1) {
      const property = expression.properties[at];
      if (!property) continue;
      if (property.type === 'SpreadElement') {
        const spread = unwrap(property.argument);
        const found = spread ? step(spread, key) : null;
        if (found) return found;
      } else if (propertyName(property) === key) return { start: property.start, value: property.value as Expression };
    }
    return null;
  }

  function walk(path: string): { start: number; value: Expression | undefined; isWhole: boolean } {
    let start = root?.start ?? 0;
    let value = unwrap(root);
    for (const key of splitPath(path)) {
      const next = value ? step(value, key) : null;
      if (!next) return { start, value, isWhole: false };
      start = next.start;
      value = unwrap(next.value);
    }
    return { start, value, isWhole: true };
  }

  return {
    program,
    errors: errors.map((error) => ({ message: error.message, offset: error.labels[0]?.start ?? 0 })),
    lineAt,
    lineOf: (path) => lineAt(walk(path).start),
    nodeAt(path) {
      const { value, isWhole } = walk(path);
      return isWhole && value ? value : null;
    },
    keysAt(path) {
      const { value, isWhole } = walk(path);
      if (!isWhole || value?.type !== 'ObjectExpression') return [];
      return value.properties.flatMap((property) => (property.type === 'Property' ? [propertyName(property)] : []));
    },
  };
}

/** Splits at dots; a key that holds dots itself is written in brackets: `implements[scm.comment].operation`. */
function splitPath(path: string): string[] {
  return [...path.matchAll(/\[([^\]]+)\]|[^.[\]]+/g)].map((match) => match[1] ?? match[0]);
}

function propertyName({ key }: ObjectProperty): string {
  if (key.type === 'Identifier') return key.name;
  return key.type === 'Literal' ? String(key.value) : '';
}

function topLevelConstants(program: Program): Map<string, Expression> {
  const constants = new Map<string, Expression>();
  for (const statement of program.body) {
    const declaration = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement;
    if (declaration?.type !== 'VariableDeclaration') continue;
    for (const { id, init } of declaration.declarations)
      if (id.type === 'Identifier' && init) constants.set(id.name, init);
  }
  return constants;
}
