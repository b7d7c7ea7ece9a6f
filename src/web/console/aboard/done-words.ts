export const wordsIn = (text: string): string[] => text.split(',').map((word) => word.trim());

/** What was typed, as long as it says these words: a space at its end is the beginning of the next word. */
export const asTyped = (typed: string, words: readonly string[]): string =>
  wordsIn(typed).join() === words.join() ? typed : words.join(', ');
