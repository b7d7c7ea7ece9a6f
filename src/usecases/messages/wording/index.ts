import { de } from './de.ts';
import { en } from './en.ts';
import { es } from './es.ts';
import { fr } from './fr.ts';
import type { Wording } from './wording.ts';

export const wordings: Record<string, Wording> = { en, de, fr, es };

/** @param locale BCP 47; a language that we do not speak gets English */
export const wordingFor = (locale: string): Wording => wordings[locale.slice(0, 2).toLowerCase()] ?? en;
