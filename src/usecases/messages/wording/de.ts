import type { Wording } from './wording.ts';

export const de: Wording = {
  locale: 'de-DE',
  greeting: 'Guten Tag {name},',
  greetingWithoutName: 'Guten Tag,',
  intro: {
    one: 'In {onboarding} wartet eine Aufgabe auf Sie.',
    several: 'In {onboarding} warten {count} Aufgaben auf Sie.',
    across: 'Auf Sie warten {count} Aufgaben in {onboardings} Onboardings.',
  },
  standIn: 'Sie vertreten {name}, deshalb geht das an Sie.',
  standInUntil: 'Sie vertreten {name} (abwesend bis {date}), deshalb geht das an Sie.',
  sections: {
    overdue: 'Überfällig', due_today: 'Heute fällig', upcoming: 'Demnächst', ready: 'Bereit für Sie', news: 'Neues',
    escalations: 'Ihre Hilfe ist gefragt', decisions: 'Ihre Entscheidung ist gefragt', notices: 'Gut zu wissen',
  },
  due: { overdue: 'War fällig am {date}, {late}', today: 'Heute fällig, {date}', tomorrow: 'Morgen fällig, {date}', later: 'Fällig am {date}', none: 'Noch kein Termin' },
  daysLate: { one: 'vor {count} Tag', other: 'vor {count} Tagen' },
  moved: 'Verschoben vom {from}: {reason}',
  movedWithout: 'Der Termin ist neu: {reason}',
  andMore: { one: '{subject} und 1 weitere', other: '{subject} und {count} weitere' },
  asked: { heading: 'Bisher gefragt', person: { one: '{name}, einmal, {date}', other: '{name}, {count}-mal, zuletzt {date}' }, nobody: 'Bisher konnte niemand gefragt werden' },
  unreachable: 'Mails an {name} kommen nicht an: {reason}',
  labels: {
    owner: 'Zuständig', missing: 'Was fehlt', dueOn: 'Fällig', kickoff: 'Kickoff', goLive: 'Go-live', promised: 'Zugesagt', expected: 'Erwartet',
    tasks: 'Aufgaben', health: 'Zustand', baseline: 'Beim Go-live', renewal: 'Verlängerung', waitsFor: 'Hält auf', fixBy: 'Wer es beheben kann', forecast: 'Prognose',
    next: 'Als Nächstes', reasons: 'Warum',
  },
  health: { on_track: 'im Plan', at_risk: 'gefährdet', blocked: 'blockiert' },
  score: '{score} von 100',
  kinds: {
    handoff_request: {
      subject: 'Vertriebsübergabe für {account}: {count} Angaben fehlen', title: 'Vertriebsübergabe für {account}',
      body: 'Das Onboarding kann beginnen, sobald diese Angaben da sind. Tragen Sie sie am Deal ein oder im Übergabeformular der Konsole.', button: 'Deal ergänzen',
    },
    problem: { subject: '{onboarding} kommt nicht weiter: {reason}', title: '{onboarding} kommt nicht weiter', body: '{reason}', button: 'Ansehen' },
    publish_request: {
      subject: 'Bereit zur Veröffentlichung: der Plan für {account}', title: 'Der Plan für {account} kann veröffentlicht werden',
      body: 'Bis Sie ihn veröffentlichen, hört bei {account} niemand von uns.', button: 'Prüfen und veröffentlichen',
    },
    welcome: { subject: 'Ihr Onboarding mit {company}', title: 'Ihr Onboarding mit {company}', body: '{text}', button: 'Onboarding öffnen' },
    task_ready: { subject: 'Sie können beginnen: {task} ({onboarding})', title: '{task}', body: 'Alles, worauf diese Aufgabe gewartet hat, ist erledigt.', button: 'Aufgabe öffnen' },
    reminder: { subject: 'Fällig {date}: {task} ({onboarding})', title: '{task}', body: '', button: 'Aufgabe öffnen' },
    due: { subject: 'Heute fällig: {task} ({onboarding})', title: '{task}', body: '', button: 'Aufgabe öffnen' },
    overdue: { subject: 'Überfällig: {task} ({onboarding})', title: '{task}', body: 'Wenn etwas im Weg steht, sagen Sie uns bitte, was es ist; dann wartet niemand umsonst.', button: 'Aufgabe öffnen' },
    hold_notice: {
      subject: 'Eskaliert am nächsten Arbeitstag: {task} ({onboarding})', title: '{task}',
      body: 'Am nächsten Arbeitstag geht das an eine weitere Person. Halten Sie es an, wenn Sie wissen, dass es erledigt wird.', button: 'Anhalten oder laufen lassen',
    },
    escalation: {
      subject: 'Ihre Hilfe ist gefragt: {task} ({onboarding})', title: '{task}',
      body: 'Diese Aufgabe ist überfällig und Nachfragen hat nicht geholfen. Können Sie sie voranbringen oder uns sagen, was im Weg steht?', button: 'Aufgabe öffnen',
    },
    blocker: {
      subject: 'Noch blockiert: {what} ({onboarding})', title: '{what}',
      body: 'Das sollte inzwischen gelöst sein. Ist es das? Wenn nicht: Wann wird es so weit sein?', button: 'Stand mitteilen',
    },
    milestone_done: { subject: 'Erreicht: {milestone} ({onboarding})', title: 'Erreicht: {milestone}', body: '{text}', button: 'Onboarding öffnen' },
    gate_approval: { subject: 'Ihre Freigabe: {phase} ({onboarding})', title: '{phase} wartet auf Ihre Freigabe', body: '{label}', button: 'Prüfen und freigeben' },
    go_live_request: {
      subject: 'Go-live wartet auf Ihre Freigabe: {account}', title: '{account} ist bereit für den Go-live',
      body: 'Alles, was vor dem Go-live gelten muss, gilt. Mit Ihrer Freigabe ist es so weit.', button: 'Prüfen und freigeben',
    },
    go_live: { subject: '{account} ist live!', title: '{account} ist live!', body: '{text}', button: 'Onboarding öffnen' },
    success_handover: {
      subject: 'Übergabe an Customer Success: {account}', title: '{account} an Customer Success übergeben',
      body: 'Die Wochen nach dem Go-live sind vorbei. Bitte bestätigen Sie, dass Customer Success alles hat.', button: 'Übergabe machen',
    },
    check_in: {
      subject: 'Gespräch mit {account}, {days} Tage nach dem Go-live', title: 'Gespräch mit {account}, {days} Tage nach dem Go-live',
      body: 'Sehen Sie nach, wie es dort läuft, verglichen mit dem Tag des Go-lives.', button: 'Gespräch festhalten',
    },
    renewal_reminder: {
      subject: 'Verlängerung in {days} Tagen: {account}', title: '{account} verlängert in {days} Tagen',
      body: 'Ein guter Zeitpunkt zu prüfen, ob der Kunde bekommt, was er gekauft hat.', button: 'Onboarding öffnen',
    },
    bounce_notice: {
      subject: 'Mails an {name} kommen zurück ({onboarding})', title: 'Mails an {name} kommen zurück',
      body: 'Bis die Adresse berichtigt ist, fragen wir stattdessen die nächste Person.', button: 'Adresse berichtigen',
    },
    health_turned: { subject: '{onboarding} ist jetzt {status}', title: '{onboarding} ist jetzt {status}', body: '', button: 'Onboarding öffnen' },
    forecast_slipped: { subject: 'Go-live könnte sich verschieben: {onboarding}', title: '{onboarding} geht vielleicht später live als zugesagt', body: '', button: 'Onboarding öffnen' },
    deal_changed: { subject: 'Der Deal hat sich geändert: {onboarding}', title: 'Der Deal hinter {onboarding} hat sich geändert', body: '{reason}', button: 'Onboarding öffnen' },
    held: { subject: 'Pausiert: {onboarding}', title: '{onboarding} pausiert', body: 'Bis es weitergeht, müssen Sie nichts tun.', button: 'Onboarding öffnen' },
    resumed: { subject: 'Es geht weiter: {onboarding}', title: '{onboarding} geht weiter', body: 'Offene Termine sind um die Arbeitstage der Pause verschoben.', button: 'Onboarding öffnen' },
    transitioned: {
      subject: '{account} ist jetzt bei Customer Success', title: '{account} ist jetzt bei Customer Success',
      body: 'Das Onboarding ist abgeschlossen. Danke für Ihren Anteil daran.', button: 'Onboarding öffnen',
    },
  },
  footer: {
    whyTask: 'Sie erhalten diese Mail, weil Sie an {onboarding} mit {company} beteiligt sind.',
    whyTeam: 'Sie erhalten diese Mail wegen Ihrer Rolle in {onboarding}.',
    questions: 'Fragen? Antworten Sie auf diese Mail; sie erreicht {name}.',
    stop: 'Solche Mails abbestellen',
  },
  signIn: {
    subject: 'Anmelden bei {company}', title: 'Anmelden bei {company}', body: 'Mit der Schaltfläche melden Sie sich an.', button: 'Anmelden',
    code: 'Oder geben Sie diesen Code dort ein, wo Sie die Mail angefordert haben:', expires: 'Beides gilt einmal und 15 Minuten lang.',
    notYou: 'Wenn Sie das nicht waren, können Sie diese Mail ignorieren.',
  },
  taskLink: { subject: 'Ihr neuer Link: {task} ({onboarding})', body: 'Hier ist der neue Link, um den Sie gebeten haben.', expires: 'Er gilt 30 Tage.' },
};
