import type { SlackWords } from './slack-words.ts';

export const es: SlackWords = {
  close: 'Cancelar',
  refused: {
    unknown:
      'Todavía no le conocemos aquí: Gangway le encuentra por el correo de su perfil de Slack. Pida a su contacto que lo corrija, o abra el enlace de su correo.',
    notYours: 'Esto no le corresponde. Puede hacerlo su responsable o alguien del equipo.',
    notNow: 'Ya no es posible: algo ha cambiado entretanto. El mensaje muestra cómo está.',
    gone: 'Esto ya no existe.',
    openIt: 'Hay que abrir esta tarea para hacerla: hay algo que rellenar, entregar o decidir.',
    invalid: 'No hemos podido tomarlo así. Inténtelo otra vez.',
    tooLate: 'Hemos tardado demasiado. Pulse otra vez, por favor.',
    failed: 'No ha funcionado, y es culpa nuestra. Abra la tarea, por favor; ya estamos avisados.',
  },
  snooze: { title: 'Recordar más tarde', submit: 'Posponer' },
  hold: { title: 'Retener el aviso', submit: 'Retener' },
  until: {
    soon: 'Hasta',
    date: 'O el día que prefiera',
    tomorrow: 'Mañana',
    threeDays: 'En tres días',
    week: 'En una semana',
    twoWeeks: 'En dos semanas',
    eitherIsNeeded: 'Elija un día, por favor',
    mustLieAhead: 'El día debe estar por venir',
    tooFar: 'Como mucho {days} días',
  },
  block: {
    title: '¿Qué lo impide?',
    submit: 'Enviar',
    what: '¿Qué falta?',
    who: '¿Quién tiene que actuar?',
    anyone: 'Alguien de: {side}',
    expected: '¿Para cuándo lo espera?',
    whatIsNeeded: 'Diga qué falta, por favor',
    mustLieAhead: 'Ese día ya pasó',
  },
  reassign: {
    title: 'Pasar a otra persona',
    submit: 'Pasar',
    whom: '¿A quién?',
    nobody: 'Todavía no conocemos a nadie más de su parte. Abra la tarea para nombrar a alguien.',
  },
};
