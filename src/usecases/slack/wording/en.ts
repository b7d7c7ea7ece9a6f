import type { SlackWords } from './slack-words.ts';

export const en: SlackWords = {
  close: 'Cancel',
  refused: {
    unknown:
      'We do not know you here yet: Gangway finds you by the email address of your Slack profile. Ask your contact to set it right, or open the link in your mail.',
    notYours: 'This is not yours to do. Whoever it belongs to, or somebody of the team, can.',
    notNow: 'That is not possible any more: things have changed meanwhile. The message shows how they stand.',
    gone: 'This is not there any more.',
    openIt: 'This one has to be opened to be done: there is something to fill in, hand in or decide.',
    invalid: 'That could not be taken as it was. Please try once more.',
    tooLate: 'That took us too long, sorry. Please press once more.',
    failed: 'That did not work, and it is our fault. Please open the task instead; we have been told.',
  },
  snooze: { title: 'Remind me later', submit: 'Snooze' },
  hold: { title: 'Hold the escalation', submit: 'Hold' },
  until: {
    soon: 'Until',
    date: 'Or a day of your own',
    tomorrow: 'Tomorrow',
    threeDays: 'In three days',
    week: 'In a week',
    twoWeeks: 'In two weeks',
    eitherIsNeeded: 'Please choose a day',
    mustLieAhead: 'The day must lie ahead',
    tooFar: 'At most {days} days ahead',
  },
  block: {
    title: 'What is in the way?',
    submit: 'Send',
    what: 'What is missing?',
    who: 'Who has to do something?',
    anyone: 'Somebody at {side}',
    expected: 'When do you expect it?',
    whatIsNeeded: 'Please say what is missing',
    mustLieAhead: 'This day is over',
  },
  reassign: {
    title: 'Hand it on',
    submit: 'Hand on',
    whom: 'To whom?',
    nobody: 'Nobody else of your side is known here yet. Open the task to name somebody.',
  },
};
