/** Commands as bash prints them: `declare -f`, `type`. */
import type { Command, Condition, FunctionNode, Item, Of, Pipeline, Redirection } from './tree.ts';

const STEP = '    ';

export function printFunction(node: FunctionNode): string {
  const inner = node.body.kind === 'group' ? node.body : undefined;
  const body = inner
    ? `{ \n${items(inner.body, STEP)}\n}${redirections(inner.redirections)}`
    : `{ \n${STEP}${command(node.body, STEP)}\n}`;
  return `${node.name} () \n${body}`;
}

/** One command, on as many lines as bash prints it. */
export const printCommand = (one: Command): string => command(one, '');

function items(list: readonly Item[], indent: string): string {
  return list
    .map((one, at) => {
      const last = at === list.length - 1;
      const end = one.background ? (last ? ' &' : ' & ') : last ? '' : ';\n';
      const follows = at > 0 && list[at - 1]?.background === true;
      return `${follows ? '' : indent}${item(one, indent)}${end}`;
    })
    .join('');
}

const CONDITION = { and: '&&', or: '||' } as const;
function condition(one: Condition): string {
  switch (one.kind) {
    case 'and':
    case 'or':
      return `${condition(one.left)} ${CONDITION[one.kind]} ${condition(one.right)}`;
    case 'not':
      return `! ${condition(one.inner)}`;
    case 'grouped':
      return `( ${condition(one.inner)} )`;
    case 'unary':
      return `${one.operator} ${one.word.text}`;
    case 'binary':
      return `${one.left.text} ${one.operator} ${one.right.text}`;
  }
}

type Branches = Pick<Of<'if'>, 'clauses' | 'otherwise'>;
/** `elif` is printed as an `if` within the `else`. */
function ifText({ clauses, otherwise }: Branches, indent: string): string {
  const deeper = indent + STEP;
  const [first, ...rest] = clauses;
  if (!first) return otherwise ? items(otherwise, indent) : '';
  const head = `if ${items(first.condition, '').replaceAll('\n', ' ')}; then\n${items(first.body, deeper)};\n`;
  const inner = { clauses: rest, ...(otherwise && { otherwise }) };
  const below =
    rest.length > 0
      ? `${indent}else\n${deeper}${ifText(inner, deeper)};\n`
      : otherwise
        ? `${indent}else\n${items(otherwise, deeper)};\n`
        : '';
  return `${head}${below}${indent}fi`;
}
function item(one: Item, indent: string): string {
  return one.pipelines
    .map(
      (each, at) => (at === 0 ? '' : ` ${one.operators[at - 1] ?? ''} `) + pipeline(each, indent),
    )
    .join('');
}
function pipeline(one: Pipeline, indent: string): string {
  const head = `${one.timed ? 'time ' : ''}${one.negated ? '! ' : ''}`;
  return (
    head +
    one.commands
      .map(
        (each, at) =>
          (at === 0 ? '' : one.withErrors[at - 1] ? ' |& ' : ' | ') + command(each, indent),
      )
      .join('')
  );
}

function redirections(list: readonly Redirection[]): string {
  return list
    .map((one) => {
      const fd = one.variable === undefined ? (one.descriptor ?? '') : `{${one.variable}}`;
      if (one.document)
        return ` ${fd}<<${one.document.stripTabs ? '-' : ''}${one.target.text}\n${one.document.body.text}${one.document.delimiter}\n`;
      const space = one.operator.endsWith('&') ? '' : ' ';
      return ` ${fd}${one.operator}${space}${one.target.text}`;
    })
    .join('');
}

function command(one: Command, indent: string): string {
  const deeper = indent + STEP;
  const tail = redirections(one.redirections);
  switch (one.kind) {
    case 'simple': {
      const assigned = one.assignments.map(
        ({ name, subscript, append, value, array }) =>
          `${name}${subscript === undefined ? '' : `[${subscript}]`}${append ? '+' : ''}=${array ? `(${array.map((e) => (e.subscript === undefined ? '' : `[${e.subscript}]=`) + e.value.text).join(' ')})` : (value?.text ?? '')}`,
      );
      return [...assigned, ...one.words.map((word) => word.text)].join(' ') + tail;
    }
    case 'function':
      return `function ${printFunction(one).replaceAll('\n', `\n${indent}`)}`;
    case 'group':
      return `{ \n${items(one.body, deeper)}\n${indent}}${tail}`;
    case 'subshell':
      return `( ${items(one.body, deeper).trimStart()} )${tail}`;
    case 'if':
      return ifText(one, indent) + tail;
    case 'for':
    case 'select':
      return `${one.kind} ${one.variable}${one.words ? ` in ${one.words.map((word) => word.text).join(' ')}` : ''};\n${indent}do\n${items(one.body, deeper)};\n${indent}done${tail}`;
    case 'arithmetic-for':
      return `for ((${one.expressions.map((e) => e.trim()).join('; ')}))\n${indent}do\n${items(one.body, deeper)};\n${indent}done${tail}`;
    case 'while':
    case 'until':
      return `${one.kind} ${items(one.condition, '').replaceAll('\n', ' ')}; do\n${items(one.body, deeper)};\n${indent}done${tail}`;
    case 'case':
      return `case ${one.word.text} in \n${one.clauses.map((clause) => `${deeper}${clause.patterns.map((p) => p.text).join(' | ')})\n${items(clause.body, deeper + STEP)}\n${deeper}${clause.end}\n`).join('')}${indent}esac${tail}`;
    case 'arithmetic':
      return `(( ${one.source.trim()} ))${tail}`;
    case 'conditional':
      return `[[ ${condition(one.expression)} ]]${tail}`;
    case 'coprocess':
      return `coproc ${one.name} ${command(one.body, indent)}${tail}`;
  }
}
