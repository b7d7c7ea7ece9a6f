/** Commands as tests give them: on a Tuesday, by the CSM unless said otherwise. */
import { expect } from 'vitest';
import type { Command } from '../../../src/domain/commands/outcome.ts';
import type { Actor, OnboardingState } from '../../../src/domain/model.ts';
import { at, book } from './world.ts';

export const csm: Actor = { kind: 'person', id: 'csm', label: 'csm', staffRole: 'member' };
export const link: Actor = { kind: 'link', id: 'it', label: 'the link sent to it' };
export const now = at('2026-03-03');
export const refused = (code: string): unknown => expect.objectContaining({ code });
export const run = <I>(command: Command<I>, state: OnboardingState, input: I, actor = csm) =>
  command(state, input, actor, now, book());
