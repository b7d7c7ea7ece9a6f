/** Translations name what they translate by its place in the file, as `messages.welcome`. */
import { entriesOf } from './entries.ts';
import type { PlaybookFile } from './file-schema.ts';
import type { References } from './references.ts';
import { closest } from './words.ts';

const translatable = ['welcome', 'milestoneDone', 'goLive', 'weeklyReport'].map((name) => `messages.${name}`);

/** A language has all messages or none: a customer is not written to in two. */
export function checkTranslations({ messages, translations }: PlaybookFile, references: References): void {
  const said = entriesOf(messages).map(([name]) => `messages.${name}`);
  for (const [language, texts] of Object.entries(translations ?? {})) {
    const path = ['translations', language];
    for (const key of Object.keys(texts)) {
      const isKnown = translatable.includes(key);
      references.demand(isKnown, [...path, key], `there is no text "${key}" to translate${closest(key, translatable)}`);
    }
    const missing = said.filter((key) => !Object.hasOwn(texts, key));
    references.demand(missing.length === 0, path, `the language ${language} lacks ${missing.join(', ')}`);
  }
}
