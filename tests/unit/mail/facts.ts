/** A message as it comes out of the tables, with something of everything. */
import type {
  IntentFacts,
  MessageFacts,
  OnboardingFacts,
  Recipient,
  TaskFacts,
} from '../../../src/db/message-facts.ts';
import { type IntentKind } from '../../../src/domain/model.ts';

export const now = '2026-11-20T09:30:00.000Z';

export const ana: Recipient = {
  id: '0190d3f0-0000-7000-8000-00000000000a',
  name: 'Ana Díaz',
  side: 'customer',
  staffRole: null,
  timezone: 'Europe/Madrid',
  locale: 'en',
  workDays: [1, 2, 3, 4, 5],
  workStart: 540,
  workEnd: 1020,
  holidayCountry: null,
  unwanted: [],
};
export const cem: Recipient = {
  id: '0190d3f0-0000-7000-8000-00000000000c',
  name: 'Cem Yılmaz',
  side: 'team',
  staffRole: 'member',
  timezone: 'Europe/Berlin',
  locale: 'en',
  workDays: [1, 2, 3, 4, 5],
  workStart: 540,
  workEnd: 1020,
  holidayCountry: null,
  unwanted: [],
};

export const acme = (change: Partial<OnboardingFacts> = {}): OnboardingFacts => ({
  id: '0190d3f0-0000-7000-8000-0000000000f1',
  version: 7,
  name: 'Acme onboarding',
  accountName: 'Acme',
  status: 'active',
  timezone: 'Europe/Madrid',
  dealUrl: 'https://app.hubspot.com/contacts/1/record/0-3/42',
  kickoffOn: '2026-11-16',
  targetGoLiveOn: '2027-01-18',
  promisedGoLiveOn: '2027-01-11',
  renewalOn: '2027-03-20',
  health: 62,
  healthStatus: 'at_risk',
  healthReasons: [
    { factor: 'overdue_customer', points: 20, fact: '2 of 9 open customer tasks are overdue', taskIds: [] },
  ],
  baselineScore: 81,
  openBlockers: [],
  forecastP80: '2027-01-25',
  holdReason: 'Budget freeze',
  resumeOn: '2026-12-01',
  taskCount: 42,
  welcome:
    'Welcome aboard. In about six weeks your team works in its own workspace.\n\nYou need no password for your tasks;\nthe links in our mails open them.',
  milestoneDone: 'Thank you for the work behind it.',
  goLive: 'Thank you to everybody who made it happen.',
  csm: { name: 'Cem Yılmaz', email: 'cem@vendor.example' },
  nextMilestone: { name: 'Data migrated', targetOn: '2026-12-11' },
  ...change,
});

export const questionnaire = (change: Partial<TaskFacts> = {}): TaskFacts => ({
  id: '0190d3f0-0000-7000-8000-0000000000e1',
  name: 'Security questionnaire',
  type: 'form',
  status: 'pending',
  visibility: 'shared',
  dueOn: '2026-11-27',
  dueMoved: null,
  movedBy: null,
  hasWaited: true,
  howTo:
    'Answer the twelve questions about how you sign in and where your data may lie. Your IT lead knows most answers.',
  owner: { id: ana.id, name: 'Ana Díaz', email: 'ana@acme.example', unreachableReason: null },
  done: null,
  snoozedUntil: null,
  waitsFor: null,
  hasChangedHands: false,
  heldUntil: null,
  ...change,
});

export const asked = [
  { name: 'Ana Díaz', times: 2, lastAt: '2026-11-18T08:00:00+00:00', isReader: false },
  { name: 'Bo Li', times: 1, lastAt: '2026-11-19T08:00:00+00:00', isReader: false },
];

let count = 0;
export const intent = (kind: IntentKind, change: Partial<IntentFacts> = {}): IntentFacts => ({
  id: `0190d3f0-0000-7000-8000-${String(++count).padStart(12, '0')}`,
  kind,
  urgency: 'digest',
  data: {},
  asked: [],
  person: { id: ana.id, name: ana.name, absentUntil: null, coverId: null, coverUntil: null },
  onboarding: acme(),
  task: null,
  translated: null,
  blocker: null,
  ...change,
});

/** One of each kind, with what the rules say along with it. */
export const samples: Record<IntentKind, () => IntentFacts> = {
  handoff_request: () =>
    intent('handoff_request', {
      data: {
        missing: [
          { key: 'goals', label: 'What success looks like' },
          { key: 'champion', label: 'Who wants this most' },
        ],
      },
    }),
  problem: () =>
    intent('problem', {
      data: { reason: 'No playbook fits this deal', fixBy: 'RevOps: add a rule for segment "SMB"' },
    }),
  publish_request: () => intent('publish_request'),
  welcome: () => intent('welcome'),
  task_ready: () => intent('task_ready', { task: questionnaire({ dueOn: null }), urgency: 'now' }),
  reminder: () =>
    intent('reminder', {
      task: questionnaire({ dueMoved: { from: '2026-11-24', reason: { said: 'Kickoff moved' }, at: now } }),
    }),
  due: () => intent('due', { task: questionnaire({ dueOn: '2026-11-20' }) }),
  overdue: () => intent('overdue', { task: questionnaire({ dueOn: '2026-11-17' }) }),
  hold_notice: () =>
    intent('hold_notice', {
      asked,
      task: questionnaire({ dueOn: '2026-11-18' }),
      data: { nextName: 'Samir Haddad', nextOn: '2026-11-23' },
    }),
  escalation: () => intent('escalation', { asked, task: questionnaire({ dueOn: '2026-11-17' }), urgency: 'now' }),
  blocker: () =>
    intent('blocker', {
      blocker: {
        id: '018f4d5e-0000-7000-8000-0000000000b1',
        what: 'Firewall opening for the file server',
        resolvedAt: null,
        personName: 'Ana Díaz',
        expectedOn: '2026-11-19',
        taskName: 'Connect the file server',
      },
    }),
  milestone_done: () => intent('milestone_done', { data: { milestone: 'First report from own data', did: 2 } }),
  gate_approval: () =>
    intent('gate_approval', { data: { phase: 'Launch', label: 'The customer’s sponsor agrees to launch' } }),
  go_live_request: () => intent('go_live_request'),
  go_live: () => intent('go_live'),
  success_handover: () => intent('success_handover', { data: { dueOn: '2026-11-23' } }),
  check_in: () => intent('check_in', { data: { checkIn: 'check_in_30' } }),
  renewal_reminder: () => intent('renewal_reminder', { data: { checkIn: 'renewal_120' } }),
  pulse: () => intent('pulse', { data: { checkIn: 'pulse_14', checkInId: '0190d3f0-0000-7000-8000-0000000000f9' } }),
  pulse_answered: () =>
    intent('pulse_answered', {
      data: { checkIn: 'pulse_14', answer: 'poor', name: 'Ana Díaz', text: 'Reports are slow' },
    }),
  comment_received: () =>
    intent('comment_received', {
      task: questionnaire(),
      data: {
        commentId: '0190d3f0-0000-7000-8000-0000000000c1',
        name: 'Ana Díaz',
        about: 'Security questionnaire',
        text: 'Which form do you mean?',
      },
    }),
  comment_answered: () =>
    intent('comment_answered', {
      urgency: 'now',
      task: questionnaire(),
      data: {
        name: 'Cem Yılmaz',
        about: 'Security questionnaire',
        text: 'The one on page two.',
        asked: 'Which form do you mean?',
      },
    }),
  bounce_notice: () => intent('bounce_notice', { data: { name: 'Bo Li', reason: '550 5.1.1 User unknown' } }),
  health_turned: () =>
    intent('health_turned', {
      data: { to: 'at_risk', score: 62, reasons: ['2 of 9 open customer tasks are overdue'] },
    }),
  milestone_at_risk: () =>
    intent('milestone_at_risk', {
      data: {
        milestone: 'Data loaded',
        dueOn: '2026-12-01',
        expectedOn: '2026-12-11',
        reason: 'Customer tasks take 1.8 times as long as planned (4 so far)',
      },
    }),
  forecast_slipped: () => intent('forecast_slipped'),
  deal_changed: () => intent('deal_changed', { data: { reason: 'The amount went from €60,000 to €84,000' } }),
  slack_channel_closed: () =>
    intent('slack_channel_closed', { data: { name: '#onb-acme', reason: 'The first 20 names are taken' } }),
  slack_channel_refused: () =>
    intent('slack_channel_refused', { data: { name: '#onb-acme', reason: 'missing_scope' } }),
  held: () => intent('held'),
  resumed: () => intent('resumed'),
  transitioned: () => intent('transitioned'),
};

export const message = (intents: IntentFacts[], recipient: Recipient = ana): MessageFacts => ({
  messageId: '0190d3f0-0000-7000-8000-0000000000b1',
  channel: 'email',
  address: 'ana@acme.example',
  localDate: '2026-11-20',
  recipient,
  intents,
});
