/** Fields as word splitting makes them: runs of text, each quoted or not. */
export interface Fragment {
  readonly text: string;
  readonly quoted: boolean;
}
export interface Fields {
  readonly done: (readonly Fragment[])[];
  /** The field that may still grow. */
  open: Fragment[] | undefined;
  /** IFS; an empty one splits nothing. */
  readonly separators: string;
}

export const newFields = (separators: string): Fields => ({
  done: [],
  open: undefined,
  separators,
});

export function addText(fields: Fields, text: string, quoted: boolean): void {
  fields.open ??= [];
  const last = fields.open.at(-1);
  if (last?.quoted === quoted)
    fields.open[fields.open.length - 1] = { text: last.text + text, quoted };
  else fields.open.push({ text, quoted });
}

/** Ends the field, if there is one. */
export function breakField(fields: Fields): void {
  if (fields.open) fields.done.push(fields.open);
  fields.open = undefined;
}

/** Adds what an unquoted expansion gave: it is split. */
export function addSplit(fields: Fields, text: string): void {
  const { separators } = fields;
  if (text === '') return;
  if (separators === '') return addText(fields, text, false);
  const isBlank = (character: string): boolean =>
    separators.includes(character) && ' \t\n'.includes(character);
  const isOther = (character: string): boolean =>
    separators.includes(character) && !' \t\n'.includes(character);
  let from = 0;
  const take = (to: number): void => {
    if (to > from) addText(fields, text.slice(from, to), false);
  };
  for (let at = 0; at < text.length;) {
    const character = text[at] ?? '';
    if (!separators.includes(character)) {
      at += 1;
      continue;
    }
    take(at);
    while (at < text.length && isBlank(text[at] ?? '')) at += 1;
    if (at < text.length && isOther(text[at] ?? '')) {
      fields.open ??= [];
      at += 1;
      while (at < text.length && isBlank(text[at] ?? '')) at += 1;
    }
    breakField(fields);
    from = at;
  }
  take(text.length);
}

export function allFields(fields: Fields): readonly (readonly Fragment[])[] {
  breakField(fields);
  return fields.done;
}
export const plainText = (fragments: readonly Fragment[]): string =>
  fragments.length === 1 ? (fragments[0]?.text ?? '') : fragments.map(({ text }) => text).join('');
