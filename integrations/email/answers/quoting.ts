/** How mail programs introduce what they quote: our languages' words and what further languages' programs write. */
import { languages, startsOf, wordsOf } from './words.ts';

const ours = Object.values(languages);

/** the line above a quote begins with one of these and ends with a verb and a colon: "On … wrote:" */
export const attributionStarts = startsOf(
  [
    ...ours.flatMap(({ attribution }) => attribution.starts),
    ...'em, il, op, den, w dniu, dne, pada, fra'.split(', '),
  ].map((start) => `${start} `),
);
export const attributionVerbs = [
  ...ours.flatMap(({ attribution }) => attribution.verbs),
  ...'escreveu, ha scritto, schreef, geschreven, skrev, napisał, napsal, kirjoitti, yazdı'.split(', '),
];

/** a block of at least two such lines is the head of an older mail */
export const headNames = new Set([
  ...wordsOf('heads'),
  ...'da, inviato, a, oggetto, van, verzonden, aan, onderwerp, enviada em, assunto'.split(', '),
]);

/** above a forwarded mail */
export const dividers = startsOf(wordsOf('dividers'));

/** what a telephone or mail program signs with */
export const programSignatures = startsOf([
  ...wordsOf('signatures'),
  'inviato da',
  'verstuurd vanaf',
  'enviado do meu',
]);

/** parts of an HTML mail by what mail programs call them: what is older, or a signature, and all that follows it */
export const endMarks = [
  'appendonsend',
  'divrplyfwdmsg',
  'mail-editor-reference-message-container',
  'ms-outlook-mobile-signature',
  'gmail_signature',
  'applemailsignature',
  'applemaillinebreakatbeginning',
  'yahoo_quoted',
  'protonmail_signature',
  'protonmail_quote',
  'moz-signature',
  'moz-forward-container',
  'zwchr',
  'zmail_extra',
  'outlookmessageheader',
  'ydpsignature',
  'olk_src_body_section',
];
/** the line above a quote */
export const attributionMarks = ['gmail_attr', 'moz-cite-prefix'];
