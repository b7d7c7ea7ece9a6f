import type { OnboardingStatus } from '../../../domain/model.ts';
import type { OwnedTask } from '../../../domain/permissions.ts';

/** What Slack says besides our messages: modals, and why something was not done. Data, like all our words. */
export interface SlackWords {
  close: string;
  /** why nothing was done */
  refused: {
    unknown: string;
    notYours: string;
    notNow: string;
    gone: string;
    noHandoff: string;
    openIt: string;
    /** {form} */
    formFirst: string;
    invalid: string;
    tooLate: string;
    failed: string;
  };
  /** titles have at most 24 characters, like what sends and closes a modal */
  snooze: { title: string; submit: string };
  hold: { title: string; submit: string };
  expected: { title: string; submit: string };
  until: {
    soon: string;
    date: string;
    tomorrow: string;
    threeDays: string;
    week: string;
    twoWeeks: string;
    eitherIsNeeded: string;
    mustLieAhead: string;
    /** {days} */
    tooFar: string;
  };
  block: {
    title: string;
    submit: string;
    what: string;
    who: string;
    /** {side} */
    anyone: string;
    expected: string;
    whatIsNeeded: string;
    mustLieAhead: string;
  };
  reassign: { title: string; submit: string; whom: string; search: string; nobody: string };
  handoff: {
    title: string;
    submit: string;
    /** {account} */
    intro: string;
    nothingMissing: string;
    oneIsNeeded: string;
  };
  start: {
    title: string;
    submit: string;
    deal: string;
    /** in the empty menu */
    search: string;
    inConsole: string;
    /** {name} */
    started: string;
    /** {name} */
    existed: string;
  };
  home: {
    tasks: string;
    noTasks: string;
    portfolio: string;
    noPortfolio: string;
    /** {name}, {date}: whose portfolio the reader covers, and until when */
    covered: string;
    /** {count} */
    more: string;
    open: string;
    /** {name}: the task that waits for it */
    neededFor: string;
    /** {name}: whose task it is, who is away */
    insteadOf: string;
    /** {count}: what customers wrote */
    waiting: string;
  };
  /** an onboarding in a line or two */
  onboarding: {
    status: Record<OnboardingStatus, string>;
    phase: string;
    next: string;
    goLive: string;
    /** {who} */
    late: string;
    nothingLate: string;
  };
  /** a task in a line or two */
  task: {
    status: Record<OwnedTask['status'], string>;
    due: string;
    owner: string;
  };
  command: {
    help: string;
    helpTeam: string;
    /** {text} */
    nothingFound: string;
    /** {command} */
    textIsNeeded: string;
  };
}
