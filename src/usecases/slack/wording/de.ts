import type { SlackWords } from './slack-words.ts';

export const de: SlackWords = {
  close: 'Abbrechen',
  refused: {
    unknown:
      'Wir kennen Sie hier noch nicht: Gangway findet Sie über die E-Mail-Adresse Ihres Slack-Profils. Bitten Sie Ihren Kontakt, sie zu hinterlegen, oder öffnen Sie den Link in Ihrer Mail.',
    notYours: 'Das ist nicht Ihre Aufgabe. Wem sie gehört oder jemand aus dem Team kann das tun.',
    notNow: 'Das geht nicht mehr: Inzwischen hat sich etwas geändert. Die Nachricht zeigt den Stand.',
    gone: 'Das gibt es nicht mehr.',
    openIt: 'Dafür muss die Aufgabe geöffnet werden: Es ist etwas auszufüllen, abzugeben oder zu entscheiden.',
    invalid: 'Das konnten wir so nicht übernehmen. Bitte versuchen Sie es noch einmal.',
    tooLate: 'Das hat bei uns zu lange gedauert. Bitte drücken Sie noch einmal.',
    failed: 'Das hat nicht geklappt, und es liegt an uns. Bitte öffnen Sie die Aufgabe; wir wissen Bescheid.',
  },
  snooze: { title: 'Später erinnern', submit: 'Später' },
  hold: { title: 'Eskalation anhalten', submit: 'Anhalten' },
  until: {
    soon: 'Bis',
    date: 'Oder ein eigener Tag',
    tomorrow: 'Morgen',
    threeDays: 'In drei Tagen',
    week: 'In einer Woche',
    twoWeeks: 'In zwei Wochen',
    eitherIsNeeded: 'Bitte wählen Sie einen Tag',
    mustLieAhead: 'Der Tag muss in der Zukunft liegen',
    tooFar: 'Höchstens {days} Tage voraus',
  },
  block: {
    title: 'Was steht im Weg?',
    submit: 'Senden',
    what: 'Was fehlt?',
    who: 'Wer muss etwas tun?',
    anyone: 'Jemand bei: {side}',
    expected: 'Wann erwarten Sie es?',
    whatIsNeeded: 'Bitte sagen Sie, was fehlt',
    mustLieAhead: 'Dieser Tag ist vorbei',
  },
  reassign: {
    title: 'Weitergeben',
    submit: 'Weitergeben',
    whom: 'An wen?',
    nobody: 'Von Ihrer Seite ist hier noch niemand sonst bekannt. Öffnen Sie die Aufgabe, um jemanden zu nennen.',
  },
};
