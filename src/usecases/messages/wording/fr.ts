import type { Wording } from './wording.ts';

export const fr: Wording = {
  locale: 'fr-FR',
  greeting: 'Bonjour {name},',
  greetingWithoutName: 'Bonjour,',
  intro: {
    one: 'Une tâche vous attend dans {onboarding}.',
    several: '{count} tâches vous attendent dans {onboarding}.',
    across: '{count} tâches vous attendent dans {onboardings} onboardings.',
  },
  standIn: 'Vous remplacez {name} : ce message vous est donc adressé.',
  standInUntil: 'Vous remplacez {name}, en congé jusqu’au {date} : ce message vous est donc adressé.',
  sections: {
    overdue: 'En retard', due_today: 'Pour aujourd’hui', upcoming: 'À venir', ready: 'À vous de jouer', news: 'Nouvelles',
    escalations: 'Votre aide est nécessaire', decisions: 'Votre décision est attendue', notices: 'Bon à savoir',
  },
  due: { overdue: 'Prévu pour le {date}, {late}', today: 'Pour aujourd’hui, {date}', tomorrow: 'Pour demain, {date}', later: 'Pour le {date}', none: 'Pas encore de date' },
  daysLate: { one: 'il y a {count} jour', other: 'il y a {count} jours' },
  moved: 'Déplacé du {from} : {reason}',
  movedWithout: 'La date est nouvelle : {reason}',
  andMore: { one: '{subject}, et 1 autre', other: '{subject}, et {count} autres' },
  asked: { heading: 'Déjà sollicités', person: { one: '{name}, une fois, le {date}', other: '{name}, {count} fois, la dernière le {date}' }, nobody: 'Personne n’a encore pu être sollicité' },
  unreachable: 'Les mails à {name} n’arrivent pas : {reason}',
  labels: {
    owner: 'Responsable', missing: 'Ce qui manque', dueOn: 'Échéance', kickoff: 'Lancement', goLive: 'Mise en service', promised: 'Promis', expected: 'Attendu',
    tasks: 'Tâches', health: 'Santé', baseline: 'À la mise en service', renewal: 'Renouvellement', waitsFor: 'Bloque', fixBy: 'Qui peut y remédier', forecast: 'Prévision',
    next: 'Ensuite', reasons: 'Pourquoi',
  },
  health: { on_track: 'dans les temps', at_risk: 'à risque', blocked: 'bloqué' },
  score: '{score} sur 100',
  kinds: {
    handoff_request: {
      subject: 'Passation commerciale pour {account} : éléments manquants ({count})', title: 'Passation commerciale pour {account}',
      body: 'L’onboarding pourra commencer dès que ces éléments seront renseignés, dans l’affaire ou dans le formulaire de passation de la console.', button: 'Compléter l’affaire',
    },
    problem: { subject: '{onboarding} ne peut pas avancer : {reason}', title: '{onboarding} ne peut pas avancer', body: '{reason}', button: 'Voir le problème' },
    publish_request: {
      subject: 'Prêt à publier : le plan pour {account}', title: 'Le plan pour {account} est prêt à être publié',
      body: 'Tant que vous ne le publiez pas, personne chez {account} ne reçoit de message de notre part.', button: 'Relire et publier',
    },
    welcome: { subject: 'Votre onboarding avec {company}', title: 'Votre onboarding avec {company}', body: '{text}', button: 'Ouvrir l’onboarding' },
    task_ready: { subject: 'Vous pouvez commencer : {task} ({onboarding})', title: '{task}', body: 'Tout ce dont cette tâche dépendait est terminé.', button: 'Ouvrir la tâche' },
    reminder: { subject: 'Échéance {date} : {task} ({onboarding})', title: '{task}', body: '', button: 'Ouvrir la tâche' },
    due: { subject: 'Pour aujourd’hui : {task} ({onboarding})', title: '{task}', body: '', button: 'Ouvrir la tâche' },
    overdue: { subject: 'En retard : {task} ({onboarding})', title: '{task}', body: 'Si quelque chose vous bloque, dites-nous quoi : personne n’attendra alors pour rien.', button: 'Ouvrir la tâche' },
    hold_notice: {
      subject: 'Escalade le prochain jour ouvré : {task} ({onboarding})', title: '{task}',
      body: 'Le prochain jour ouvré, une autre personne sera sollicitée. Suspendez l’escalade si vous savez que ce sera fait.', button: 'Suspendre ou laisser faire',
    },
    escalation: {
      subject: 'Votre aide est nécessaire : {task} ({onboarding})', title: '{task}',
      body: 'Cette tâche est en retard et nos relances n’ont pas suffi. Pouvez-vous la faire avancer, ou nous dire ce qui bloque ?', button: 'Ouvrir la tâche',
    },
    blocker: {
      subject: 'Toujours bloqué : {what} ({onboarding})', title: '{what}',
      body: 'Ce point devait être résolu à ce jour. L’est-il ? Sinon, pour quand faut-il l’attendre ?', button: 'Donner des nouvelles',
    },
    milestone_done: { subject: 'Étape atteinte : {milestone} ({onboarding})', title: 'Étape atteinte : {milestone}', body: '{text}', button: 'Ouvrir l’onboarding' },
    gate_approval: { subject: 'Votre accord : {phase} ({onboarding})', title: '{phase} attend votre accord', body: '{label}', button: 'Relire et approuver' },
    go_live_request: {
      subject: 'La mise en service attend votre accord : {account}', title: '{account} est prêt pour la mise en service',
      body: 'Toutes les conditions sont réunies. La mise en service a lieu dès votre accord.', button: 'Relire et approuver',
    },
    go_live: { subject: '{account} est en service !', title: '{account} est en service !', body: '{text}', button: 'Ouvrir l’onboarding' },
    success_handover: {
      subject: 'Passation au Customer Success : {account}', title: 'Confier {account} au Customer Success',
      body: 'Les semaines qui suivent la mise en service sont passées. Merci de confirmer que le Customer Success dispose de tout.', button: 'Faire la passation',
    },
    check_in: {
      subject: 'Point avec {account}, {days} jours après la mise en service', title: 'Point avec {account}, {days} jours après la mise en service',
      body: 'Regardez où ils en sont, comparé au jour de la mise en service.', button: 'Faire le point',
    },
    renewal_reminder: {
      subject: 'Renouvellement dans {days} jours : {account}', title: '{account} renouvelle dans {days} jours',
      body: 'Le bon moment pour vérifier que le client reçoit ce qu’il a acheté.', button: 'Ouvrir l’onboarding',
    },
    bounce_notice: {
      subject: 'Les mails à {name} reviennent ({onboarding})', title: 'Les mails à {name} reviennent',
      body: 'Tant que l’adresse n’est pas corrigée, nous sollicitons la personne suivante.', button: 'Corriger l’adresse',
    },
    health_turned: { subject: '{onboarding} est maintenant {status}', title: '{onboarding} est maintenant {status}', body: '', button: 'Ouvrir l’onboarding' },
    forecast_slipped: { subject: 'Mise en service peut-être retardée : {onboarding}', title: 'La mise en service de {onboarding} pourrait avoir lieu plus tard que promis', body: '', button: 'Ouvrir l’onboarding' },
    deal_changed: { subject: 'L’affaire a changé : {onboarding}', title: 'L’affaire derrière {onboarding} a changé', body: '{reason}', button: 'Ouvrir l’onboarding' },
    held: { subject: 'En pause : {onboarding}', title: '{onboarding} est en pause', body: 'Rien ne vous est demandé d’ici là.', button: 'Ouvrir l’onboarding' },
    resumed: { subject: 'Reprise : {onboarding}', title: '{onboarding} reprend', body: 'Les dates ouvertes sont décalées des jours ouvrés de la pause.', button: 'Ouvrir l’onboarding' },
    transitioned: {
      subject: '{account} est maintenant suivi par le Customer Success', title: '{account} est maintenant suivi par le Customer Success',
      body: 'L’onboarding est terminé. Merci pour votre contribution.', button: 'Ouvrir l’onboarding',
    },
  },
  footer: {
    whyTask: 'Vous recevez ce mail parce que vous participez à {onboarding} avec {company}.',
    whyTeam: 'Vous recevez ce mail en raison de votre rôle dans {onboarding}.',
    questions: 'Des questions ? Répondez à ce mail ; {name} le recevra.',
    stop: 'Ne plus recevoir ce type de mail',
  },
  signIn: {
    subject: 'Connexion à {company}', title: 'Connexion à {company}', body: 'Le bouton vous connecte.', button: 'Se connecter',
    code: 'Ou saisissez ce code là où vous avez demandé le mail :', expires: 'Les deux fonctionnent une fois, pendant 15 minutes.',
    notYou: 'Si vous n’avez rien demandé, vous pouvez ignorer ce mail.',
  },
  taskLink: { subject: 'Votre nouveau lien : {task} ({onboarding})', body: 'Voici le nouveau lien que vous avez demandé.', expires: 'Il fonctionne 30 jours.' },
};
