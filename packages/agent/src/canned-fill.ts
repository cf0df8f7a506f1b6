/** Puts what the desk knows into a canned reply. Pure; everything is text. */
export const cannedVariables = ['asker', 'me', 'room', 'question'] as const;

export type CannedVariable = (typeof cannedVariables)[number];

/** What is known now; absent or empty for what is not. */
export type CannedValues = Readonly<Partial<Record<CannedVariable, string>>>;

/** `unknown`: no variable has this name, it stays as it was typed. `missing`: somebody has to fill it in. */
export type CannedPart = { readonly kind: 'plain' | 'filled' | 'missing' | 'unknown'; readonly text: string };

/** The text in parts. `placeholders`: what stands for a value that is not known. */
export function fillCanned(
  text: string,
  values: CannedValues,
  placeholders: Readonly<Record<CannedVariable, string>>,
): readonly CannedPart[] {
  // The odd pieces are what the braces are around.
  return text.split(/(\{\{\s*[\p{L}\p{N}_-]+\s*\}\})/u).flatMap((piece, place): CannedPart[] => {
    if (piece === '') return [];
    if (place % 2 === 0) return [{ kind: 'plain', text: piece }];
    const name = cannedVariables.find((variable) => variable === piece.slice(2, -2).trim());
    if (!name) return [{ kind: 'unknown', text: piece }];
    const value = values[name];
    return [value ? { kind: 'filled', text: value } : { kind: 'missing', text: placeholders[name] }];
  });
}

/** The text to insert, and where in it the first thing is that somebody has to fill in; null when nothing is missing. */
export function insertionOf(parts: readonly CannedPart[]): {
  readonly text: string;
  readonly gap: { readonly at: number; readonly chars: number } | null;
} {
  const first = parts.findIndex(({ kind }) => kind === 'missing');
  const lengthOf = (some: readonly CannedPart[]): number => some.reduce((sum, { text }) => sum + text.length, 0);
  return {
    text: parts.map(({ text }) => text).join(''),
    gap: first < 0 ? null : { at: lengthOf(parts.slice(0, first)), chars: parts[first]?.text.length ?? 0 },
  };
}
