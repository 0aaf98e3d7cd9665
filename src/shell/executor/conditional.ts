/** `[[ … ]]`: patterns, regular expressions, numbers, files. */
import { ShellError } from '../shell-error.ts';
import type { Condition } from '../syntax/tree.ts';
import { arrayOf, indexed, isDeclared, scalarOf } from '../variables.ts';
import { FILE_OPERATORS, compareFiles, fileTest } from './file-tests.ts';
import { patternOptions } from './operators.ts';
import { matches } from './patterns.ts';
import { posixExpression } from './posix-expressions.ts';
import { arithmetic, subscriptOf, expanderOf } from './view.ts';
import type { View } from './view.ts';
import { traceCondition } from './xtrace.ts';

/** 0 true, 1 false, 2 for an expression that is none. */
export async function testCondition(view: View, condition: Condition): Promise<boolean> {
  switch (condition.kind) {
    case 'and':
      return (await testCondition(view, condition.left)) && testCondition(view, condition.right);
    case 'or':
      return (await testCondition(view, condition.left)) || testCondition(view, condition.right);
    case 'not':
      return !(await testCondition(view, condition.inner));
    case 'grouped':
      return testCondition(view, condition.inner);
    case 'unary': {
      const text = await expanderOf(view).string(view, condition.word);
      await traceCondition(view, [condition.operator, text]);
      return unaryTest(view, condition.operator, text);
    }
    case 'binary':
      return binaryTest(view, condition);
  }
}

export function unaryTest(view: View, operator: string, text: string): boolean {
  const { shell } = view;
  if (operator === '-n') return text !== '';
  if (operator === '-z') return text === '';
  if (operator === '-v') return isSet(view, text);
  if (operator === '-o')
    return (
      shell.options.get(text) ?? ['braceexpand', 'hashall', 'interactive-comments'].includes(text)
    );
  if (operator === '-t')
    return text === '0'
      ? view.io.stdin.terminal !== undefined
      : text === '1'
        ? view.io.stdout.terminal !== undefined
        : text === '2' && view.io.stderr.terminal !== undefined;
  if (operator === '-R') return shell.attributes.get(text)?.includes('n') === true;
  return FILE_OPERATORS.test(operator) && fileTest(shell, operator, text);
}

function isSet(view: View, text: string): boolean {
  const element = /^([A-Za-z_]\w*)\[(.*)\]$/s.exec(text);
  const { shell } = view;
  if (!element) {
    if (/^\d+$/.test(text)) return Number(text) <= shell.positional.length;
    return isDeclared(shell, text)
      ? scalarOf(shell, text) !== undefined
      : scalarOf(shell, text) !== undefined;
  }
  const [, name = '', subscript = ''] = element;
  const array = arrayOf(shell, name);
  if (subscript === '@' || subscript === '*') return (array?.elements.size ?? 0) > 0;
  return array?.elements.has(subscriptOf(view, name, subscript)) === true;
}

async function binaryTest(
  view: View,
  { operator, left, right }: Extract<Condition, { readonly kind: 'binary' }>,
): Promise<boolean> {
  const a = await expanderOf(view).string(view, left);
  if (operator === '==' || operator === '=' || operator === '!=') {
    const pattern = await expanderOf(view).pattern(view, right);
    await traceCondition(view, [a, operator, pattern]);
    return matches(a, pattern, { ...patternOptions(view), extended: true }) === (operator !== '!=');
  }
  if (operator === '=~')
    return matchExpression(view, a, await expanderOf(view).pattern(view, right, escapeExpression));
  const b = await expanderOf(view).string(view, right);
  await traceCondition(view, [a, operator, b]);
  if (operator === '<') return a < b;
  if (operator === '>') return a > b;
  if (/^-[neo][tf]$/.test(operator) && operator !== '-ne')
    return compareFiles(view.shell, a, operator, b);
  return compareNumbers(operator, await number(view, a), await number(view, b));
}
const number = async (view: View, text: string): Promise<bigint> => {
  try {
    return arithmetic(view, await expanderOf(view).text(view, text));
  } catch (error) {
    if (!(error instanceof ShellError) || error.fatal) throw error;
    throw new ShellError(`[[: ${error.message}`);
  }
};

export function compareNumbers(operator: string, a: bigint, b: bigint): boolean {
  switch (operator) {
    case '-eq':
      return a === b;
    case '-ne':
      return a !== b;
    case '-lt':
      return a < b;
    case '-le':
      return a <= b;
    case '-gt':
      return a > b;
    default:
      return a >= b;
  }
}

const escapeExpression = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');

async function matchExpression(view: View, text: string, source: string): Promise<boolean> {
  await traceCondition(view, [text, '=~', source]);
  const expression = posixExpression(source, view.shell.switches.get('nocasematch') === true);
  if (!expression) throw new ShellError('', { status: 2 });
  const found = expression.first(text);
  if (view.world === 'as it is')
    view.shell.arrays.set(
      'BASH_REMATCH',
      indexed((found?.groups ?? []).map((group) => group ?? '')),
    );
  return found !== undefined;
}
