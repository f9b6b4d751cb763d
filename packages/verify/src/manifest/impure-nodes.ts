import type { Node, Program } from 'oxc-parser';
import type { ManifestSyntax } from './syntax.ts';

export interface ImpureNode {
  node: Node;
  /** What it is and that a manifest has none of it. */
  message: string;
}

const builders = /^(defineManifest|field)$/;
const maxTypesOfOneValue = 10;
const passedThrough = new Set(['TSSatisfiesExpression', 'TSAsExpression', 'ParenthesizedExpression']);

/** Everything in a manifest's text that is more than data: an allow-list, so that what nobody thought of is refused too. */
export function impureNodes(program: Program): ImpureNode[] {
  const found: ImpureNode[] = [];
  const refuse = (node: Node, message: string) => void found.push({ node, message });
  const constants = new Set<string>();

  for (const statement of program.body) {
    if (statement.type === 'ImportDeclaration') {
      if (statement.source.value !== '@patchbay/schema') refuse(statement, `it imports "${statement.source.value}"`);
      continue;
    }
    const declaration = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement;
    if (declaration?.type !== 'VariableDeclaration' || declaration.kind !== 'const') {
      refuse(
        statement,
        `${describe(declaration?.type ?? statement.type)} at the top level; a manifest has only imports and constants`,
      );
      continue;
    }
    for (const { id, init } of declaration.declarations) {
      if (id.type !== 'Identifier') refuse(id, 'a constant that is taken apart');
      if (init) checkValue(init);
      // Known from here on: a constant of itself has no value.
      if (id.type === 'Identifier') constants.add(id.name);
    }
  }
  return found;

  function checkValue(given: Node): void {
    let node = given;
    // Step by step, and not for ever: thousands of them exhaust the stack of whoever takes the types away.
    for (let depth = 0; passedThrough.has(node.type) && 'expression' in node; depth++) {
      if (depth === maxTypesOfOneValue) {
        refuse(node, `more than ${maxTypesOfOneValue} types on one value`);
        return;
      }
      node = node.expression as Node;
    }
    switch (node.type) {
      case 'Literal':
        if ('regex' in node || 'bigint' in node)
          refuse(node, `the ${'regex' in node ? 'regular expression' : 'bigint'} ${node.raw}; JSON has none`);
        return;
      case 'TemplateLiteral':
        for (const expression of node.expressions) checkValue(expression);
        return;
      case 'UnaryExpression':
        if (node.operator !== '-' || node.argument.type !== 'Literal') refuse(node, `the operator "${node.operator}"`);
        return;
      case 'Identifier':
        if (!constants.has(node.name)) refuse(node, `"${node.name}" is not a constant above`);
        return;
      case 'ArrayExpression':
        for (const element of node.elements)
          if (element) checkValue(element.type === 'SpreadElement' ? element.argument : element);
        return;
      case 'ObjectExpression':
        for (const property of node.properties) {
          if (property.type === 'SpreadElement') checkValue(property.argument);
          else if (property.computed || property.kind !== 'init' || property.method)
            refuse(property, 'a computed key, accessor or method');
          else if (isPrototype(property.key))
            refuse(property, 'the key __proto__, which changes the object instead of adding to it');
          else checkValue(property.value);
        }
        return;
      case 'CallExpression': {
        const callee =
          node.callee.type === 'MemberExpression' && !node.callee.computed ? node.callee.object : node.callee;
        if (callee.type !== 'Identifier' || !builders.test(callee.name))
          refuse(node, 'a call of something else than defineManifest or field');
        for (const argument of node.arguments)
          checkValue(argument.type === 'SpreadElement' ? argument.argument : argument);
        return;
      }
      default:
        refuse(node, describe(node.type));
    }
  }
}

function isPrototype(key: Node): boolean {
  return (
    (key.type === 'Identifier' && key.name === '__proto__') || (key.type === 'Literal' && key.value === '__proto__')
  );
}

/** Whether a text may be evaluated at all. */
export function isDataOnly({ errors, program }: ManifestSyntax): boolean {
  return errors.length === 0 && impureNodes(program).length === 0;
}

/** `ArrowFunctionExpression` → an arrow function. */
function describe(type: string): string {
  const name = type
    .replace(/^TS/, '')
    .replace(/(Expression|Declaration|Statement)$/, '')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase();
  return `${/^[aeiou]/.test(name) ? 'an' : 'a'} ${name}`;
}
