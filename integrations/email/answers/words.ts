/** What the first line of an answer may begin with, per language. Data: a language more is an entry more. */
export interface AnswerWords {
  complete: string[];
  block: string[];
  snooze: string[];
  reassign: string[];
  /** between the verb and the person */
  to: string[];
  /** after `done`: says nothing more */
  polite: string[];
  greeting: string[];
  tomorrow: string[];
  nextWeek: string[];
  /** Monday first */
  weekdays: string[];
  day: string[];
  week: string[];
  absence: string[];
  until: string[];
}

export const answerWords: Record<string, AnswerWords> = {
  en: {
    complete: ['done', 'all done', 'completed', 'complete', 'finished', 'it is done', "it's done"],
    block: ['blocked', 'stuck', 'waiting for', 'waiting on'],
    snooze: ['snooze', 'remind me', 'later', 'not before'],
    reassign: ['reassign', 'assign', 'please ask', 'hand over', 'give'],
    to: ['to', 'it to', 'this to'],
    polite: ['thanks', 'thank you', 'many thanks', 'cheers', 'best', 'regards'],
    greeting: ['hi', 'hello', 'dear', 'good morning', 'hey'],
    tomorrow: ['tomorrow'],
    nextWeek: ['next week'],
    weekdays: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'],
    day: ['day', 'days'],
    week: ['week', 'weeks'],
    absence: [
      'out of office',
      'out of the office',
      'on vacation',
      'on leave',
      'away until',
      'annual leave',
      'on holiday',
    ],
    until: ['until', 'back on', 'return on', 'returning on', 'through', 'till'],
  },
  de: {
    complete: ['erledigt', 'fertig', 'ist erledigt', 'gemacht', 'abgeschlossen'],
    block: ['blockiert', 'wartet auf', 'warte auf', 'warten auf', 'hängt an'],
    snooze: ['erinnern', 'erinnere mich', 'später', 'nicht vor'],
    reassign: ['weitergeben', 'übergeben', 'zuweisen', 'bitte an'],
    to: ['an'],
    polite: ['danke', 'vielen dank', 'besten dank', 'gruß', 'viele grüße', 'grüße', 'mit freundlichen grüßen'],
    greeting: ['hallo', 'guten tag', 'liebe', 'lieber', 'guten morgen', 'sehr geehrte', 'moin'],
    tomorrow: ['morgen'],
    nextWeek: ['nächste woche'],
    weekdays: ['montag', 'dienstag', 'mittwoch', 'donnerstag', 'freitag', 'samstag', 'sonntag'],
    day: ['tag', 'tagen', 'tage'],
    week: ['woche', 'wochen'],
    absence: ['abwesend', 'abwesenheit', 'nicht im büro', 'im urlaub', 'nicht im hause', 'außer haus'],
    until: ['bis', 'ab dem', 'zurück am', 'wieder am'],
  },
  fr: {
    complete: ['terminé', "c'est fait", 'c’est fait', 'fait', 'fini', "c'est terminé"],
    block: ['bloqué', 'en attente de', 'en attente du'],
    snooze: ['rappeler', 'rappelez-moi', 'plus tard', 'pas avant'],
    reassign: ['réaffecter', 'transférer', 'confier'],
    to: ['à'],
    polite: ['merci', 'merci beaucoup', 'cordialement', 'bien à vous'],
    greeting: ['bonjour', 'cher', 'chère', 'bonsoir', 'salut'],
    tomorrow: ['demain'],
    nextWeek: ['la semaine prochaine', 'semaine prochaine'],
    weekdays: ['lundi', 'mardi', 'mercredi', 'jeudi', 'vendredi', 'samedi', 'dimanche'],
    day: ['jour', 'jours'],
    week: ['semaine', 'semaines'],
    absence: [
      'absent du bureau',
      'absence du bureau',
      'réponse automatique',
      'en congé',
      'en vacances',
      'je suis absent',
    ],
    until: ["jusqu'au", 'jusqu’au', 'de retour le', 'retour le'],
  },
  es: {
    complete: ['hecho', 'listo', 'terminado', 'completado', 'ya está'],
    block: ['bloqueado', 'esperando a', 'a la espera de'],
    snooze: ['recordar', 'recuérdame', 'más tarde', 'no antes'],
    reassign: ['reasignar', 'asignar', 'pasar'],
    to: ['a'],
    polite: ['gracias', 'muchas gracias', 'saludos', 'un saludo'],
    greeting: ['hola', 'buenos días', 'buenas tardes', 'estimado', 'estimada'],
    tomorrow: ['mañana'],
    nextWeek: ['la próxima semana', 'la semana que viene'],
    weekdays: ['lunes', 'martes', 'miércoles', 'jueves', 'viernes', 'sábado', 'domingo'],
    day: ['día', 'días'],
    week: ['semana', 'semanas'],
    absence: ['fuera de la oficina', 'ausente de la oficina', 'de vacaciones', 'respuesta automática'],
    until: ['hasta el', 'regreso el', 'de vuelta el', 'vuelvo el'],
  },
};

export const wordsOf = (name: keyof AnswerWords): string[] =>
  Object.values(answerWords).flatMap((words) => words[name]);
