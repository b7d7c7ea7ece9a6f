import { de } from './de.ts';
import { en } from './en.ts';
import { es } from './es.ts';
import { fr } from './fr.ts';
import type { SlackWords } from './slack-words.ts';

export const slackWordings: Record<string, SlackWords> = { en, de, fr, es };

/** @param locale BCP 47; a language that we do not speak gets English */
export const slackWordsFor = (locale: string): SlackWords => slackWordings[locale.slice(0, 2).toLowerCase()] ?? en;
