import { describe, expect, it } from 'vitest';
import { commands, type CommandName } from '../../../src/contracts/api/commands.ts';
import { commandNames } from '../../../src/contracts/api/index.ts';
import {
  commandRules,
  maySee,
  ownerCommands,
  type RuledCommand,
  ruledCommands,
  staffCommands,
} from '../../../src/domain/permissions.ts';

describe('the table of permissions', () => {
  it('says the same as the contracts', () => {
    const byContract = commandNames.map((name) => {
      const { access, byLink } = commands[name];
      return { name, staff: access.kind === 'staff' ? access.atLeast : null, owner: byLink };
    });
    expect(
      ruledCommands
        .map((name) => ({ name, staff: commandRules[name].staff, owner: commandRules[name].owner }))
        .sort(byName),
    ).toEqual(byContract.sort(byName));
    const sameNames: RuledCommand extends CommandName ? (CommandName extends RuledCommand ? true : never) : never =
      true;
    expect(sameNames).toBe(true);
  });

  it('hides what is internal from customers and partners', () => {
    expect([
      maySee('team', 'internal'),
      maySee('customer', 'internal'),
      maySee('partner', 'internal'),
      maySee('customer', 'shared'),
    ]).toEqual([true, false, false, true]);
  });

  it('gives a higher role what lower ones have, and a viewer nothing', () => {
    expect(staffCommands('viewer', 'active')).toEqual([]);
    expect(staffCommands(null, 'active')).toEqual([]);
    expect(staffCommands('member', 'active')).not.toContain('cancel');
    expect(staffCommands('manager', 'active')).toEqual(
      expect.arrayContaining([...staffCommands('member', 'active'), 'cancel']),
    );
    expect(staffCommands('admin', 'draft')).toContain('publish');
    expect(staffCommands('admin', 'active')).not.toContain('publish');
    expect(staffCommands('admin', 'cancelled')).toEqual(['comment']);
  });

  it('lets a link complete what does not bind, in a running onboarding', () => {
    expect(ownerCommands({ type: 'form', status: 'pending' }, 'active', false)).toMatchObject({
      can: expect.arrayContaining(['complete', 'block']),
      needsSignIn: [],
    });
    expect(ownerCommands({ type: 'sign_off', status: 'pending' }, 'active', false).needsSignIn).toEqual([
      'complete',
      'skip',
    ]);
    expect(ownerCommands({ type: 'sign_off', status: 'pending' }, 'active', true).can).toContain('complete');
    expect(ownerCommands({ type: 'form', status: 'done' }, 'active', false).can).toEqual(['comment', 'answer-form']);
    expect(ownerCommands({ type: 'form', status: 'pending' }, 'on_hold', false).can).not.toContain('complete');
  });
});

const byName = (a: { name: string }, b: { name: string }): number => a.name.localeCompare(b.name);
