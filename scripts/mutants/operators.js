/**
 * What may be changed in a piece of source, and into what: the usual operators of mutation testing
 * (Stryker's names and meanings). Nothing that only types, imports, keys or sentences for people hold.
 */
const BOUNDARY = { '<': '<=', '<=': '<', '>': '>=', '>=': '>' };
const NEGATED = {
  '<': '>=',
  '<=': '>',
  '>': '<=',
  '>=': '<',
  '===': '!==',
  '!==': '===',
};
const LOGICAL = { '&&': '||', '||': '&&', '??': '&&' };
const ARITHMETIC = { '+': '-', '-': '+', '*': '/', '/': '*', '%': '*' };
const ASSIGNED = { '+=': '-=', '-=': '+=', '*=': '/=' };
/** A word, a code, a path: what programs compare. A sentence is for people. */
const CODE_LIKE = /^[\w./:-]+$/;

const isText = (node) =>
  node.type === 'TemplateLiteral' ||
  (node.type === 'Literal' && typeof node.value === 'string') ||
  (node.type === 'BinaryExpression' && (isText(node.left) || isText(node.right)));
const isThrown = (parents) =>
  parents.some(({ type }) => type === 'ThrowStatement' || type === 'TemplateLiteral');

/** The same expression with another operator between its sides. */
const swapped = ({ left, right }, text, operator) =>
  `(${text.slice(left.start, left.end)}) ${operator} (${text.slice(right.start, right.end)})`;

const condition = (test) =>
  ['true', 'false'].map((to) => ({ operator: 'condition', node: test, to }));

function ofLiteral(node, parents) {
  const parent = parents.at(-1);
  const isName =
    parent.key === node ||
    parent.type.startsWith('Import') ||
    parent.type.startsWith('Export') ||
    parent.type === 'ExpressionStatement';
  if (isName || isThrown(parents)) return [];
  if (typeof node.value === 'number')
    return [{ operator: 'number', node, to: node.value === 0 ? '1' : `(${node.raw} * 2)` }];
  if (typeof node.value === 'string' && CODE_LIKE.test(node.value))
    return [{ operator: 'string', node, to: "''" }];
  if (typeof node.value === 'boolean')
    return [{ operator: 'boolean', node, to: String(!node.value) }];
  return [];
}

const CALLS = new Set(['CallExpression', 'AwaitExpression', 'AssignmentExpression']);
const ofStatement = (node) => {
  const expression =
    node.expression.type === 'UnaryExpression' && node.expression.operator === 'void'
      ? node.expression.argument
      : node.expression;
  return CALLS.has(expression.type) ? [{ operator: 'statement', node, to: '' }] : [];
};

function returnsValue(node, outside = true) {
  if (node === null || typeof node !== 'object') return false;
  if (Array.isArray(node)) return node.some((each) => returnsValue(each, false));
  if (node.type === 'ReturnStatement') return node.argument !== null;
  if (!outside && /Function/.test(node.type ?? '')) return false;
  return Object.values(node).some((each) => returnsValue(each, false));
}
/** `return` before anything, where nobody waits for a value. */
function ofFunction(node) {
  if (node.body?.type !== 'BlockStatement' || node.generator || returnsValue(node.body)) return [];
  return node.body.body.length > 1 ? [{ operator: 'return', node: node.body, to: 'return;' }] : [];
}

/** The changes of one node of the syntax tree. */
export function mutationsOf(node, text, parents) {
  switch (node.type) {
    case 'BinaryExpression': {
      const arithmetic = isText(node) ? undefined : ARITHMETIC[node.operator];
      return [
        ['boundary', BOUNDARY[node.operator]],
        ['negation', NEGATED[node.operator]],
        ['arithmetic', arithmetic],
      ].flatMap(([operator, to]) =>
        to === undefined ? [] : [{ operator, node, to: swapped(node, text, to) }],
      );
    }
    case 'LogicalExpression':
      return [{ operator: 'logical', node, to: swapped(node, text, LOGICAL[node.operator]) }];
    case 'UnaryExpression':
      return node.operator === '!'
        ? [
            {
              operator: 'negation',
              node,
              to: `!!(${text.slice(node.argument.start, node.argument.end)})`,
            },
          ]
        : [];
    case 'IfStatement':
    case 'ConditionalExpression':
      return condition(node.test);
    case 'WhileStatement':
      return [{ operator: 'condition', node: node.test, to: 'false' }];
    case 'UpdateExpression':
      return [
        {
          operator: 'arithmetic',
          node,
          to: text
            .slice(node.start, node.end)
            .replace(node.operator, node.operator === '++' ? '--' : '++'),
        },
      ];
    case 'AssignmentExpression': {
      const to = isText(node.right) ? undefined : ASSIGNED[node.operator];
      return to === undefined
        ? []
        : [{ operator: 'arithmetic', node, to: swapped(node, text, to) }];
    }
    case 'AwaitExpression':
      return [{ operator: 'await', node, to: text.slice(node.argument.start, node.argument.end) }];
    case 'ExpressionStatement':
      return ofStatement(node);
    case 'FunctionDeclaration':
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
      return ofFunction(node);
    case 'Literal':
      return ofLiteral(node, parents);
    default:
      return [];
  }
}
