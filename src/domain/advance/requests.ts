/** Which asks are open now. */
import { isQuiet } from '../aboard.ts';
import type { Ask } from './asks.ts';
import { ask, forgetAllBut, requestRungs } from './asks.ts';
import { ladderNamed } from '../chase/ladder.ts';
import { missingFor } from '../gate.ts';
import { goLiveGaps } from '../go-live.ts';
import { handoffGaps } from '../handoff.ts';
import { isAsk } from '../marks.ts';
import type { OnboardingState, Phase } from '../model.ts';
import type { Pass } from './pass.ts';

const isSettled = ({ status }: OnboardingState['tasks'][number]): boolean => status === 'done' || status === 'skipped';

const handoffAsks = ({ state, playbook }: Pass): Ask[] => {
  if (playbook === null || state.onboarding.handoffWaivedReason !== null) return [];
  const missing = handoffGaps(state.onboarding, playbook).map(({ label }) => label);
  if (missing.length === 0) return [];
  const { rungs } = ladderNamed(playbook, playbook.handoff.ladder);
  return [
    {
      mark: 'handoff',
      kind: 'handoff_request',
      roles: ['crm.owner'],
      rungs,
      what: `the handoff lacks ${missing.length}`,
      data: { missing },
    },
  ];
};

const publishAsks = ({ state, playbook }: Pass): Ask[] =>
  state.tasks.length === 0
    ? []
    : [
        {
          mark: 'publish',
          kind: 'publish_request',
          roles: playbook?.publish.roles ?? ['team.csm'],
          rungs: requestRungs,
          what: 'the plan waits to be published',
          data: {},
        },
      ];

/** Approvals that nothing else stands in the way of. */
const gateAsks = (phase: Phase, state: OnboardingState): Ask[] => {
  const which = phase.status === 'not_started' ? 'entry' : phase.status === 'in_progress' ? 'exit' : null;
  if (which === null) return [];
  const missing = missingFor(which, phase, state);
  const hasOpenTasks = which === 'exit' && state.tasks.some((task) => task.phaseId === phase.id && !isSettled(task));
  if (hasOpenTasks || missing.some(({ criterion }) => criterion.kind !== 'approval')) return [];
  return missing.flatMap(({ criterion, index }) =>
    criterion.kind !== 'approval'
      ? []
      : [
          {
            mark: `gate:${phase.id}:${which}:${index}`,
            kind: 'gate_approval' as const,
            roles: [criterion.role],
            rungs: requestRungs,
            what: `phase ${phase.name} waits for “${criterion.label}”`,
            data: { phase: phase.name, label: criterion.label },
          },
        ],
  );
};

/** Milestones that a person confirms, once their tasks are done. */
const confirmAsks = (state: OnboardingState): Ask[] =>
  state.milestones.flatMap((milestone) => {
    const tasks = state.tasks.filter(({ milestoneId }) => milestoneId === milestone.id);
    const phase = state.phases.find(({ id }) => id === milestone.phaseId);
    const waits =
      milestone.completion === 'person' &&
      !milestone.isGoLive &&
      (milestone.status === 'not_started' || milestone.status === 'in_progress');
    if (!waits || phase?.status !== 'in_progress' || !tasks.every(isSettled)) return [];
    return [
      {
        mark: `confirm:${milestone.id}`,
        kind: 'gate_approval' as const,
        roles: [phase.ownerRole],
        rungs: requestRungs,
        what: `“${milestone.name}” waits to be confirmed`,
        data: { phase: milestone.name, label: milestone.definitionOfDone },
      },
    ];
  });

const goLiveAsks = ({ state, playbook }: Pass): Ask[] =>
  !state.milestones.some(({ isGoLive }) => isGoLive) || goLiveGaps(state).length > 0
    ? []
    : [
        {
          mark: 'go_live',
          kind: 'go_live_request',
          roles: playbook?.goLive.approvers ?? ['team.csm'],
          rungs: requestRungs,
          what: 'everything before go-live is done',
          data: state.onboarding.targetGoLiveOn === null ? {} : { goLiveOn: state.onboarding.targetGoLiveOn },
        },
      ];

const openAsks = (pass: Pass): Ask[] => {
  const { state } = pass;
  const running = (): Ask[] => [...state.phases.flatMap((phase) => gateAsks(phase, state)), ...confirmAsks(state)];
  switch (state.onboarding.status) {
    case 'handoff':
      return handoffAsks(pass);
    case 'draft':
      return publishAsks(pass);
    case 'active':
      return [...running(), ...goLiveAsks(pass)];
    case 'live':
      return running();
    case 'on_hold':
    case 'transitioned':
    case 'cancelled':
      return [];
  }
};

/** Asks whoever has something to give that everything waits for. */
export const makeRequests = (pass: Pass): void => {
  const asks = isQuiet(pass.onboarding) ? [] : openAsks(pass);
  const current = new Set(asks.map(({ mark }) => mark));
  forgetAllBut(pass, (mark) => current.has(mark), isAsk);
  for (const request of asks) ask(pass, request);
};
