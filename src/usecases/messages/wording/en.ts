import type { Wording } from './wording.ts';

export const en: Wording = {
  locale: 'en-GB',
  greeting: 'Hello {name},',
  greetingWithoutName: 'Hello,',
  intro: {
    one: 'One task waits for you in {onboarding}.',
    several: '{count} tasks wait for you in {onboarding}.',
    across: '{count} tasks wait for you, over {onboardings} onboardings.',
  },
  standIn: 'You stand in for {name}, so this comes to you.',
  standInUntil: 'You stand in for {name}, who is away until {date}, so this comes to you.',
  sections: {
    overdue: 'Overdue', due_today: 'Due today', upcoming: 'Coming up', ready: 'Ready for you', news: 'News',
    escalations: 'Needs your help', decisions: 'Needs your decision', notices: 'Worth knowing',
  },
  due: { overdue: 'Was due {date}, {late}', today: 'Due today, {date}', tomorrow: 'Due tomorrow, {date}', later: 'Due {date}', none: 'No date yet' },
  daysLate: { one: '{count} day ago', other: '{count} days ago' },
  moved: 'Moved from {from}: {reason}',
  movedWithout: 'The date is new: {reason}',
  andMore: { one: '{subject}, and 1 more', other: '{subject}, and {count} more' },
  asked: { heading: 'Asked so far', person: { one: '{name}, once, {date}', other: '{name}, {count} times, last {date}' }, nobody: 'Nobody could be asked yet' },
  unreachable: 'Mails to {name} do not arrive: {reason}',
  labels: {
    owner: 'Who has it', missing: 'What is missing', dueOn: 'Due', kickoff: 'Kickoff', goLive: 'Go-live', promised: 'Promised', expected: 'Expected',
    tasks: 'Tasks', health: 'Health', baseline: 'At go-live', renewal: 'Renewal', waitsFor: 'Holds up', fixBy: 'Who can mend it', forecast: 'Forecast',
    next: 'Next', reasons: 'Why',
  },
  health: { on_track: 'on track', at_risk: 'at risk', blocked: 'blocked' },
  score: '{score} of 100',
  kinds: {
    handoff_request: {
      subject: 'Sales handoff for {account}: {count} missing', title: 'Sales handoff for {account}',
      body: 'The onboarding can start once these are filled in. Put them on the deal, or into the handoff form in the console.', button: 'Complete the deal',
    },
    problem: { subject: '{onboarding} cannot go on: {reason}', title: '{onboarding} cannot go on', body: '{reason}', button: 'Look into it' },
    publish_request: {
      subject: 'Ready to publish: the plan for {account}', title: 'The plan for {account} is ready to publish',
      body: 'Until you publish it, nobody at {account} hears from us.', button: 'Review and publish',
    },
    welcome: { subject: 'Your onboarding with {company}', title: 'Your onboarding with {company}', body: '{text}', button: 'Open the onboarding' },
    task_ready: { subject: 'You can start: {task} ({onboarding})', title: '{task}', body: 'Everything it waited for is done.', button: 'Open the task' },
    reminder: { subject: 'Due {date}: {task} ({onboarding})', title: '{task}', body: '', button: 'Open the task' },
    due: { subject: 'Due today: {task} ({onboarding})', title: '{task}', body: '', button: 'Open the task' },
    overdue: { subject: 'Overdue: {task} ({onboarding})', title: '{task}', body: 'If something is in the way, please say what it is; then nobody waits for nothing.', button: 'Open the task' },
    hold_notice: {
      subject: 'Escalates next working day: {task} ({onboarding})', title: '{task}',
      body: 'On the next working day this goes to a further person. Press hold if you know that it will be done.', button: 'Hold it, or let it go',
    },
    escalation: {
      subject: 'Needs your help: {task} ({onboarding})', title: '{task}',
      body: 'It is late and we could not move it by asking. Can you help it along, or tell us what is in the way?', button: 'Open the task',
    },
    blocker: {
      subject: 'Still blocked: {what} ({onboarding})', title: '{what}',
      body: 'This was expected to be resolved by now. Is it? If not, when will it be?', button: 'Give an update',
    },
    milestone_done: { subject: 'Reached: {milestone} ({onboarding})', title: '{milestone} is reached', body: '{text}', button: 'Open the onboarding' },
    gate_approval: {
      subject: 'Your approval: {phase} ({onboarding})', title: '{phase} waits for your approval', body: '{label}', button: 'Review and approve',
    },
    go_live_request: {
      subject: 'Go-live waits for your approval: {account}', title: '{account} is ready to go live',
      body: 'Everything that must be true before go-live is true. It goes live when you approve it.', button: 'Review and approve',
    },
    go_live: { subject: '{account} is live!', title: '{account} is live!', body: '{text}', button: 'Open the onboarding' },
    success_handover: {
      subject: 'Success handover: {account}', title: 'Hand {account} over to customer success',
      body: 'The weeks after go-live are over. Please confirm that customer success has everything.', button: 'Do the handover',
    },
    check_in: {
      subject: 'Check-in with {account}, {days} days after go-live', title: 'Check-in with {account}, {days} days after go-live',
      body: 'See how they are doing, compared with the day they went live.', button: 'Do the check-in',
    },
    renewal_reminder: {
      subject: 'Renewal in {days} days: {account}', title: '{account} renews in {days} days',
      body: 'A good moment to see whether they get what they bought.', button: 'Open the onboarding',
    },
    bounce_notice: {
      subject: 'Mails to {name} come back ({onboarding})', title: 'Mails to {name} come back',
      body: 'Until the address is corrected we ask the next person instead.', button: 'Correct the address',
    },
    health_turned: { subject: '{onboarding} is {status} now', title: '{onboarding} is {status} now', body: '', button: 'Open the onboarding' },
    forecast_slipped: {
      subject: 'Go-live may slip: {onboarding}', title: '{onboarding} may go live later than promised', body: '', button: 'Open the onboarding',
    },
    deal_changed: { subject: 'The deal changed: {onboarding}', title: 'The deal behind {onboarding} changed', body: '{reason}', button: 'Open the onboarding' },
    held: { subject: 'On hold: {onboarding}', title: '{onboarding} is on hold', body: 'Nothing is asked of you meanwhile.', button: 'Open the onboarding' },
    resumed: { subject: 'It goes on: {onboarding}', title: '{onboarding} goes on', body: 'Open dates moved by the working days it was on hold.', button: 'Open the onboarding' },
    transitioned: {
      subject: '{account} is with customer success now', title: '{account} is with customer success now',
      body: 'The onboarding is complete. Thank you for your part in it.', button: 'Open the onboarding',
    },
  },
  footer: {
    whyTask: 'You get this because you have a part in {onboarding} with {company}.',
    whyTeam: 'You get this because of your role in {onboarding}.',
    questions: 'Questions? Answer this mail; it reaches {name}.',
    stop: 'Stop mails like this',
  },
  signIn: {
    subject: 'Sign in to {company}', title: 'Sign in to {company}', body: 'Press the button to sign in.', button: 'Sign in',
    code: 'Or enter this code where you asked for the mail:', expires: 'Both work once, for 15 minutes.',
    notYou: 'If it was not you who asked, you can ignore this mail.',
  },
  taskLink: { subject: 'Your new link: {task} ({onboarding})', body: 'Here is the new link that you asked for.', expires: 'It works for 30 days.' },
};
