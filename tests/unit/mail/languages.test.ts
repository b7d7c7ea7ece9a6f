import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { noteOf, readAbsence } from '../../../integrations/email/answers/absence.ts';
import { readLanguages } from '../../../integrations/email/answers/languages/read-languages.ts';
import { readDate } from '../../../integrations/email/answers/read-date.ts';
import { readReply } from '../../../integrations/email/answers/read-reply.ts';
import { languages } from '../../../integrations/email/answers/words.ts';

// a Friday
const today = '2026-11-20';
const kindOf = (line: string, locale = 'en'): string => readReply(line, { locale, today }).kind;

it.each([
  'Unblocked',
  'Resolved, thanks!',
  'It’s solved now',
  'No longer blocked',
  'Ist gelöst',
  'Behoben. Viele Grüße',
  'Nicht mehr blockiert',
  'C’est débloqué',
  'Résolu, merci',
  'Ya está resuelto',
  'Desbloqueado, gracias',
])('what it waited for is there: %j', (line) => {
  expect(readReply(line, { locale: 'en', today }).kind).toBe('unblock');
});

it.each([
  'Not unblocked',
  'unblocked soon',
  'resolved but for the key',
  'noch nicht gelöst',
  'pas résolu',
  'no resuelto',
  'plus bloqué que jamais',
])('nothing is unblocked by %j', (line) => {
  expect(['comment', 'ambiguous']).toContain(kindOf(line));
});

it.each([
  [
    'Done, thanks!',
    'That’s done.',
    'Yes, all done 👍',
    'It is done now. Kind regards, Ana',
    '✅ Done',
    '*Done*',
    'Completed today.',
  ],
  [
    'Erledigt, danke!',
    'Ist erledigt.',
    'Ja, alles erledigt. Viele Grüße, Jörg',
    'Haben wir soeben erledigt',
    'Fertig!',
  ],
  ['C’est fait, merci', 'Terminé.', 'Oui, c’est terminé. Bonne journée, Élise', 'Fait ce matin', 'Tout est fait'],
  ['Hecho, gracias', 'Ya está hecho', 'Sí, ya está.', 'Listo. Un saludo, Íñigo', 'Todo está terminado hoy'],
])('plainly done: %j, …', (...lines) => {
  expect(lines.map((line) => [line, kindOf(line)])).toEqual(lines.map((line) => [line, 'complete']));
});

it.each([
  [
    'not done',
    'Not done yet',
    'Isn’t done',
    'Done? Not at all',
    'almost done',
    'Will be done tomorrow',
    'Nothing done',
    'never done',
  ],
  [
    'Done with the first part',
    'Done soon',
    'Done once legal signs',
    'Done:',
    'Done\nbut page two is missing',
    'Done.\n\nNot really',
  ],
  [
    '[ ] done',
    '❌ Done',
    'Done ❌',
    'Done 👎',
    'DONE THANKS PAGE TWO MISSING',
    '~~done~~',
    'Done – Ana has the rest',
    'please done',
    'can you… done',
  ],
  [
    'noch nicht erledigt',
    'Nicht erledigt',
    'Fast fertig',
    'Erledigt bis auf Seite 2',
    'Erledigt? Nein',
    'Fertig ab Montag',
    'wird erledigt',
  ],
  [
    'pas terminé',
    'Pas encore fait',
    'Ce n’est pas fait',
    'C’est presque fini',
    'Fait sauf la page 2',
    'Terminé dès que possible',
    'rien de fait',
  ],
  [
    'no está hecho',
    'Aún no está listo',
    'Todavía no',
    'Casi terminado',
    'Hecho menos la página 2',
    'Sin terminar',
    '¿Hecho',
    'nada hecho',
  ],
])('not done: %j, …', (...lines) => {
  expect(lines.filter((line) => kindOf(line) === 'complete')).toEqual([]);
});

it.each([
  ['remind me on 3 December', '2026-12-03'],
  ['snooze until Dec 3rd', '2026-12-03'],
  ['later, in two weeks', '2026-12-04'],
  ['remind me to do this tomorrow', '2026-11-21'],
  ['erinnern am 3. Dezember', '2026-12-03'],
  ['erinnere mich übermorgen', '2026-11-22'],
  ['später, nächste Woche', '2026-11-23'],
  ['rappelez-moi le 1er décembre', '2026-12-01'],
  ['plus tard, lundi', '2026-11-23'],
  ['recuérdame el 3 de diciembre de 2026', '2026-12-03'],
  ['posponer hasta el martes', '2026-11-24'],
])('a date: %j', (line, until) => {
  expect(readReply(line, { locale: 'en', today })).toEqual({ kind: 'snooze', until });
});

it('takes short names of days in their own language alone', () => {
  expect(readDate('mon', today, 'en')).toBe('2026-11-23');
  expect(readDate('quand mon collègue revient', today, 'fr')).toBeNull();
  expect(readDate('03/04', today, 'en')).toBeNull();
  expect(readDate('03/12', today, 'fr')).toBe('2026-12-03');
});

it.each([
  ['I am out of the office until 4 December.', '2026-12-04'],
  ['I am on vacation and will be back on Monday, 7 December.', '2026-12-06'],
  ['I am out of office from 23 to 30 November.', '2026-11-30'],
  ['Ich bin bis einschließlich 04.12.2026 nicht im Büro.', '2026-12-04'],
  ['Ich bin im Urlaub und ab dem 7. Dezember wieder da. Sie erreichen mich ab dem 7.12.', '2026-12-06'],
  ['Ich bin vom 23. bis 27.11. abwesend.', '2026-11-27'],
  ['Je suis absente du bureau jusqu’au 4 décembre.', '2026-12-04'],
  ['Je suis en congés, de retour le 7 décembre 2026.', '2026-12-06'],
  ['Estoy fuera de la oficina hasta el 4 de diciembre.', '2026-12-04'],
  ['Estoy de vacaciones. Vuelvo el lunes 7 de diciembre.', '2026-12-06'],
  ['I am out of the office. My number is 030 1234.', null],
  ['I am out of the office today, back tomorrow', '2026-11-20'],
  ['Out of the office today. On Monday I am available again.', '2026-11-22'],
  ['I am out of office. Our back office closes on 24 December.', null],
  ['Ich bin heute außer Haus, morgen bin ich zurück.', '2026-11-20'],
  ['Ich bin am Freitag im Urlaub und Montag wieder da.', '2026-11-22'],
  ['Ich bin abwesend und ab 7.12. wieder da. Ab 24.12. ist geschlossen.', '2026-12-06'],
  ['Ich bin ab Montag nicht im Büro. Ich melde mich wieder.', null],
  ['We got your message on Monday and will get back to you soon.', null],
  ['Je suis absente du bureau aujourd’hui, je reviens lundi', '2026-11-22'],
  ['Estoy de vacaciones, vuelvo el lunes', '2026-11-22'],
  ['I am out of office today.', today],
  ['Hi, I’m out of the office for the day and have no access to my mails.', today],
  ['I will be out of office this afternoon; call Ben.', today],
  ['I am out of the office until today.', today],
  ['Ich bin heute leider den ganzen Tag nicht im Büro.', today],
  ['Ich bin ganztägig außer Haus.', today],
  ['Je suis absente aujourd’hui.', today],
  ['Aujourd’hui, je suis en déplacement toute la journée.', today],
  ['Hoy estoy fuera de la oficina. Gracias.', today],
  ['Estoy de viaje todo el día.', today],
  ['I am out of office from today.', null],
  ['I am out of office as of today until further notice.', null],
  ['I am out of the office today until further notice.', null],
  ['I am out of the office and may not answer today.', null],
  ['Thank you for your mail of today. I am out of office.', null],
  ['Ich bin ab heute im Urlaub.', null],
  ['Je suis absente à partir d’aujourd’hui.', null],
  ['Desde hoy estoy de vacaciones.', null],
  ['Out of office every Friday, all day Friday.', null],
])('an absence: %j', (note, until) => {
  expect(readAbsence(noteOf(note), today).until).toBe(until);
});

it.each([
  ['I am out of office from 23 to 30 November.', '2026-11-23'],
  ['I am away from my desk from Monday, 23 November until 2026-11-30.', '2026-11-23'],
  ['I am on vacation from 2026-11-23 to 2026-11-30.', '2026-11-23'],
  ['I will be out of the office from the 23rd to the 30th of November.', '2026-11-23'],
  ['I am on leave from 23 November, back on 1 December.', '2026-11-23'],
  ['I am on leave, back on 1 December. From 1 December I read your mails.', null],
  ['I am out of the office until 30 November.', null],
  ['Je suis absente du bureau jusqu’au 30 novembre et joignable par Marc.', null],
  ['Ich bin vom 23. bis 30.11. abwesend.', '2026-11-23'],
  ['Ich bin von Montag, 23.11., bis 30.11. im Urlaub.', '2026-11-23'],
  ['Je suis absente du bureau du 23 au 30 novembre.', '2026-11-23'],
  ['Je serai en congés entre le 23 novembre et le 30 novembre.', '2026-11-23'],
  ['Estoy fuera de la oficina del 23 al 30 de noviembre.', '2026-11-23'],
  ['Estoy de vacaciones desde el 23 de noviembre hasta el 30 de noviembre.', '2026-11-23'],
])('an absence that begins: %j', (note, from) => {
  expect(readAbsence(noteOf(note), today)).toMatchObject({ isSaid: true, from, until: '2026-11-30' });
});

it('reads another language from a file alone', () => {
  const folder = mkdtempSync(join(tmpdir(), 'languages-'));
  const english = readFileSync(
    new URL('../../../integrations/email/answers/languages/en.yaml', import.meta.url),
    'utf8',
  );
  writeFileSync(join(folder, 'pt.yaml'), english.replace('complete: done,', 'complete: feito,'));
  expect(readLanguages(pathToFileURL(`${folder}/`))['pt']?.complete[0]).toBe('feito');
  writeFileSync(join(folder, 'pt.yaml'), english.replace('complete: done,', 'completed: feito,'));
  expect(() => readLanguages(pathToFileURL(`${folder}/`))).toThrow(/complete/);
});

it('has its words as they are compared: lower case, composed, none twice', () => {
  for (const words of Object.values(languages))
    for (const [name, list] of Object.entries(words)) {
      const phrases = JSON.stringify(list);
      expect(phrases, name).toBe(phrases.toLowerCase().normalize('NFC'));
      if (Array.isArray(list)) expect(new Set(list.map(String)).size, name).toBe(list.length);
    }
});

describe('whatever stands around a word for done', () => {
  const done = fc.constantFrom(...Object.values(languages).flatMap(({ complete }) => complete));
  const known = new Set(
    Object.values(languages).flatMap(({ assent, after, polite }) =>
      [...assent, ...after, ...polite].flatMap((p) => p.split(' ')),
    ),
  );
  const word = fc
    .stringMatching(/^[a-zäöüßéèñ0-9#$%&/=+<>[\]{}|\\~^]{1,12}$/)
    .filter((text) => !known.has(text) && text !== '=');

  const never = (...lines: string[]): void => {
    expect(lines.filter((line) => kindOf(line) === 'complete')).toEqual([]);
  };

  it('a word before it', () => {
    fc.assert(fc.property(word, done, (garbage, said) => never(`${garbage} ${said}`)));
  });
  it('a word behind it', () => {
    fc.assert(fc.property(done, word, (said, garbage) => never(`${said} ${garbage}`, `${said}, ${garbage}`)));
  });
  it('a sentence behind thanks', () => {
    fc.assert(fc.property(done, word, word, (said, one, two) => never(`${said}, thanks ${one} ${two}`)));
  });
  it('any text is read', () => {
    const kinds = ['complete', 'block', 'snooze', 'reassign', 'question', 'comment', 'ambiguous'];
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => kinds.includes(kindOf(text))));
    expect(kinds).toContain(kindOf(''));
  });
});
