import type { Wording } from './wording.ts';

export const es: Wording = {
  locale: 'es-ES',
  greeting: 'Hola, {name}:',
  greetingWithoutName: 'Hola:',
  intro: {
    one: 'Le espera una tarea en {onboarding}.',
    several: 'Le esperan {count} tareas en {onboarding}.',
    across: 'Le esperan {count} tareas en {onboardings} onboardings.',
  },
  standIn: 'Usted sustituye a {name}; por eso recibe este mensaje.',
  standInUntil: 'Usted sustituye a {name}, ausente hasta el {date}; por eso recibe este mensaje.',
  sections: {
    overdue: 'Con retraso', due_today: 'Para hoy', upcoming: 'Próximamente', ready: 'Listo para usted', news: 'Novedades',
    escalations: 'Se necesita su ayuda', decisions: 'Se necesita su decisión', notices: 'Conviene saber',
  },
  due: { overdue: 'Vencía el {date}, {late}', today: 'Vence hoy, {date}', tomorrow: 'Vence mañana, {date}', later: 'Vence el {date}', none: 'Aún sin fecha' },
  daysLate: { one: 'hace {count} día', other: 'hace {count} días' },
  moved: 'Antes {from}: {reason}',
  movedWithout: 'La fecha es nueva: {reason}',
  andMore: { one: '{subject}, y 1 más', other: '{subject}, y {count} más' },
  asked: { heading: 'A quién se ha preguntado', person: { one: '{name}, una vez, {date}', other: '{name}, {count} veces, la última {date}' }, nobody: 'Aún no se ha podido preguntar a nadie' },
  unreachable: 'Los correos a {name} no llegan: {reason}',
  labels: {
    owner: 'Responsable', missing: 'Qué falta', dueOn: 'Vence', kickoff: 'Inicio', goLive: 'Puesta en marcha', promised: 'Prometido', expected: 'Previsto',
    tasks: 'Tareas', health: 'Salud', baseline: 'En la puesta en marcha', renewal: 'Renovación', waitsFor: 'Detiene', fixBy: 'Quién puede arreglarlo', forecast: 'Previsión',
    next: 'Después', reasons: 'Por qué',
  },
  health: { on_track: 'según lo previsto', at_risk: 'en riesgo', blocked: 'bloqueado' },
  score: '{score} de 100',
  kinds: {
    handoff_request: {
      subject: 'Traspaso de ventas de {account}: faltan datos ({count})', title: 'Traspaso de ventas de {account}',
      body: 'El onboarding puede empezar en cuanto estén estos datos, en el negocio o en el formulario de traspaso de la consola.', button: 'Completar el negocio',
    },
    problem: { subject: '{onboarding} no puede seguir: {reason}', title: '{onboarding} no puede seguir', body: '{reason}', button: 'Ver el problema' },
    publish_request: {
      subject: 'Listo para publicar: el plan de {account}', title: 'El plan de {account} está listo para publicar',
      body: 'Hasta que lo publique, nadie de {account} recibe mensajes nuestros.', button: 'Revisar y publicar',
    },
    welcome: { subject: 'Su onboarding con {company}', title: 'Su onboarding con {company}', body: '{text}', button: 'Abrir el onboarding' },
    task_ready: { subject: 'Ya puede empezar: {task} ({onboarding})', title: '{task}', body: 'Todo lo que esperaba esta tarea está hecho.', button: 'Abrir la tarea' },
    reminder: { subject: 'Vence {date}: {task} ({onboarding})', title: '{task}', body: '', button: 'Abrir la tarea' },
    due: { subject: 'Vence hoy: {task} ({onboarding})', title: '{task}', body: '', button: 'Abrir la tarea' },
    overdue: { subject: 'Con retraso: {task} ({onboarding})', title: '{task}', body: 'Si algo lo impide, díganos qué es; así nadie espera en vano.', button: 'Abrir la tarea' },
    hold_notice: {
      subject: 'Se escala el próximo día laborable: {task} ({onboarding})', title: '{task}',
      body: 'El próximo día laborable se avisará a otra persona. Deténgalo si sabe que se hará.', button: 'Detener o dejar seguir',
    },
    escalation: {
      subject: 'Se necesita su ayuda: {task} ({onboarding})', title: '{task}',
      body: 'Esta tarea lleva retraso y preguntar no ha bastado. ¿Puede ayudar a que avance o decirnos qué lo impide?', button: 'Abrir la tarea',
    },
    blocker: {
      subject: 'Sigue bloqueado: {what} ({onboarding})', title: '{what}',
      body: 'Esto debía estar resuelto a estas alturas. ¿Lo está? Si no, ¿para cuándo?', button: 'Informar de la situación',
    },
    milestone_done: { subject: 'Hito alcanzado: {milestone} ({onboarding})', title: 'Hito alcanzado: {milestone}', body: '{text}', button: 'Abrir el onboarding' },
    gate_approval: { subject: 'Su aprobación: {phase} ({onboarding})', title: '{phase} espera su aprobación', body: '{label}', button: 'Revisar y aprobar' },
    go_live_request: {
      subject: 'La puesta en marcha espera su aprobación: {account}', title: '{account} está listo para la puesta en marcha',
      body: 'Se cumple todo lo que debe cumplirse antes. La puesta en marcha se hace cuando usted la apruebe.', button: 'Revisar y aprobar',
    },
    go_live: { subject: '¡{account} ya está en marcha!', title: '¡{account} ya está en marcha!', body: '{text}', button: 'Abrir el onboarding' },
    success_handover: {
      subject: 'Traspaso a Customer Success: {account}', title: 'Traspasar {account} a Customer Success',
      body: 'Han pasado las semanas posteriores a la puesta en marcha. Confirme que Customer Success lo tiene todo.', button: 'Hacer el traspaso',
    },
    check_in: {
      subject: 'Revisión con {account}, {days} días después de la puesta en marcha', title: 'Revisión con {account}, {days} días después de la puesta en marcha',
      body: 'Vea cómo les va, comparado con el día de la puesta en marcha.', button: 'Hacer la revisión',
    },
    renewal_reminder: {
      subject: 'Renovación en {days} días: {account}', title: '{account} renueva en {days} días',
      body: 'Buen momento para ver si recibe lo que compró.', button: 'Abrir el onboarding',
    },
    bounce_notice: {
      subject: 'Los correos a {name} vuelven ({onboarding})', title: 'Los correos a {name} vuelven',
      body: 'Hasta que se corrija la dirección preguntamos a la persona siguiente.', button: 'Corregir la dirección',
    },
    health_turned: { subject: '{onboarding} está ahora {status}', title: '{onboarding} está ahora {status}', body: '', button: 'Abrir el onboarding' },
    forecast_slipped: { subject: 'La puesta en marcha puede retrasarse: {onboarding}', title: '{onboarding} puede ponerse en marcha más tarde de lo prometido', body: '', button: 'Abrir el onboarding' },
    deal_changed: { subject: 'El negocio ha cambiado: {onboarding}', title: 'El negocio de {onboarding} ha cambiado', body: '{reason}', button: 'Abrir el onboarding' },
    held: { subject: 'En pausa: {onboarding}', title: '{onboarding} está en pausa', body: 'Mientras tanto no se le pide nada.', button: 'Abrir el onboarding' },
    resumed: { subject: 'Se reanuda: {onboarding}', title: '{onboarding} se reanuda', body: 'Las fechas abiertas se han movido los días laborables de la pausa.', button: 'Abrir el onboarding' },
    transitioned: {
      subject: '{account} está ahora con Customer Success', title: '{account} está ahora con Customer Success',
      body: 'El onboarding está completo. Gracias por su parte en él.', button: 'Abrir el onboarding',
    },
  },
  footer: {
    whyTask: 'Recibe este correo porque participa en {onboarding} con {company}.',
    whyTeam: 'Recibe este correo por su función en {onboarding}.',
    questions: '¿Preguntas? Responda a este correo; le llega a {name}.',
    stop: 'No recibir más correos como este',
  },
  signIn: {
    subject: 'Entrar en {company}', title: 'Entrar en {company}', body: 'Pulse el botón para entrar.', button: 'Entrar',
    code: 'O escriba este código donde pidió el correo:', expires: 'Ambos sirven una vez, durante 15 minutos.',
    notYou: 'Si no lo pidió usted, puede ignorar este correo.',
  },
  taskLink: { subject: 'Su nuevo enlace: {task} ({onboarding})', body: 'Aquí tiene el nuevo enlace que pidió.', expires: 'Sirve durante 30 días.' },
};
