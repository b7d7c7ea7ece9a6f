import type { SlackWords } from './slack-words.ts';

export const fr: SlackWords = {
  close: 'Annuler',
  refused: {
    unknown:
      'Nous ne vous connaissons pas encore ici : Gangway vous trouve par l’adresse e-mail de votre profil Slack. Demandez à votre contact de la corriger, ou ouvrez le lien dans votre e-mail.',
    notYours: 'Ce n’est pas à vous de le faire. La personne concernée ou quelqu’un de l’équipe le peut.',
    notNow: 'Ce n’est plus possible : la situation a changé entre-temps. Le message montre où on en est.',
    gone: 'Cela n’existe plus.',
    openIt: 'Il faut ouvrir cette tâche pour la faire : il y a quelque chose à remplir, à remettre ou à décider.',
    invalid: 'Cela n’a pas pu être pris en compte. Veuillez réessayer.',
    tooLate: 'Nous avons mis trop de temps. Veuillez appuyer encore une fois.',
    failed: 'Cela n’a pas marché, et c’est de notre faute. Veuillez ouvrir la tâche ; nous sommes prévenus.',
  },
  snooze: { title: 'Me le rappeler', submit: 'Reporter' },
  hold: { title: 'Retenir l’escalade', submit: 'Retenir' },
  until: {
    soon: 'Jusqu’à',
    date: 'Ou un autre jour',
    tomorrow: 'Demain',
    threeDays: 'Dans trois jours',
    week: 'Dans une semaine',
    twoWeeks: 'Dans deux semaines',
    eitherIsNeeded: 'Veuillez choisir un jour',
    mustLieAhead: 'Le jour doit être à venir',
    tooFar: 'Au plus {days} jours',
  },
  block: {
    title: 'Qu’est-ce qui bloque ?',
    submit: 'Envoyer',
    what: 'Que manque-t-il ?',
    who: 'Qui doit agir ?',
    anyone: 'Quelqu’un chez : {side}',
    expected: 'Pour quand l’attendez-vous ?',
    whatIsNeeded: 'Veuillez dire ce qui manque',
    mustLieAhead: 'Ce jour est passé',
  },
  reassign: {
    title: 'Transmettre',
    submit: 'Transmettre',
    whom: 'À qui ?',
    nobody: 'Personne d’autre de votre côté n’est encore connu ici. Ouvrez la tâche pour nommer quelqu’un.',
  },
};
