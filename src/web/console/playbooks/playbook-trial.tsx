import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { write } from '../../api/client.ts';
import type { Body } from '../../api/types.ts';
import { Button } from '../../ui/button.tsx';
import { useClock } from '../../ui/clock.tsx';
import { DateField } from '../../ui/date-field.tsx';
import { addDays, readerZone, workDayAfter } from '../../ui/dates.ts';
import { TextField } from '../../ui/field.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { ErrorState } from '../../ui/states.tsx';
import { plainWords } from '../../ui/words.ts';
import { useLadders } from '../ladders/ladder-changes.ts';
import { TrialResult } from './trial-result.tsx';

type Trial = Body<'tryPlaybook'>;

const whole = 'whole';
const ownerChoices = [
  { key: 'nothing', label: 'Does nothing' },
  { key: 'done', label: 'Completes it' },
  { key: 'blocked', label: 'Is blocked' },
  { key: 'snoozed', label: 'Snoozes it' },
  { key: 'away', label: 'Is away' },
  { key: 'unreachable', label: 'Cannot be reached' },
  { key: 'held', label: 'The CSM holds the escalation' },
] as const;
const behaviourChoices = [
  { key: 'punctual', label: 'Are punctual' },
  { key: 'typical', label: 'Are as people are' },
  { key: 'slow', label: 'Are slow' },
  { key: 'silent', label: 'The customer never answers' },
] as const;
const slackChoices = [
  { key: 'nobody', label: 'Nobody' },
  { key: 'team', label: 'Our team' },
  { key: 'everybody', label: 'Everybody' },
] as const;
const withoutEnd = ['nothing', 'done', 'unreachable'];

/** What would be said by this playbook, its ladders as they are on the screen, before anybody hears of it. */
export function PlaybookTrial() {
  const { today } = useClock();
  const { detail, own, whole: chased, isChanged } = useLadders();
  const { playbook, source } = detail;
  const [trial, setTrial] = useState<Trial>(() => ({
    key: playbook.key,
    yaml: null,
    ladder: (isChanged ? Object.keys(own.ladders)[0] : undefined) ?? 'default',
    role: 'customer.lead',
    dueOn: workDayAfter(today, 14),
    owner: { does: 'nothing', on: null, until: null },
    behaviour: 'typical',
    from: today,
    to: addDays(today, 42),
    timezone: readerZone(),
    country: playbook.calendar.country,
    inSlack: 'team',
  }));
  const run = useMutation({ mutationFn: (body: Trial) => write('tryPlaybook', 'POST', '/playbook-trials', body) });
  const change = (part: Partial<Trial>): void => setTrial({ ...trial, ...part });
  const { owner, ladder, from, to, dueOn } = trial;
  const changeOwner = (part: Partial<Trial['owner']>): void => change({ owner: { ...owner, ...part } });
  const known = run.data && run.data.ladders.length > 0 ? run.data.ladders : Object.keys(chased.ladders);
  const roles = run.data && run.data.roles.length > 0 ? run.data.roles : playbook.roles;
  return (
    <div className="stack">
      <form
        className="card card-body stack"
        onSubmit={(event) => {
          event.preventDefault();
          run.mutate({ ...trial, ladders: isChanged ? own : null });
        }}
      >
        <div className="trial-fields">
          <SelectField
            label="Try"
            value={ladder ?? whole}
            onChange={(name) => change({ ladder: name === whole ? null : name })}
            choices={[
              { key: whole, label: 'The whole playbook' },
              ...known.map((name) => ({ key: name, label: `Ladder: ${plainWords(name)}` })),
            ]}
          />
          <DateField label="From" value={from} onChange={(on) => on && change({ from: on })} />
          <DateField label="To" value={to} min={from} onChange={(on) => on && change({ to: on })} />
          <TextField label="Time zone" value={trial.timezone} onChange={(timezone) => change({ timezone })} />
          <TextField
            label="Holidays of"
            help="A country such as DE"
            isRequired={false}
            value={trial.country ?? ''}
            onChange={(country) => change({ country: country === '' ? null : country.toUpperCase() })}
          />
          <SelectField
            label="In Slack"
            value={trial.inSlack}
            onChange={(inSlack) => change({ inSlack })}
            choices={slackChoices}
          />
          {ladder === null ? (
            <SelectField
              label="People"
              value={trial.behaviour}
              onChange={(behaviour) => change({ behaviour })}
              choices={behaviourChoices}
            />
          ) : (
            <>
              <SelectField
                label="Who owns the task"
                value={trial.role}
                onChange={(role) => change({ role })}
                choices={roles.map(({ role, label }) => ({ key: role, label }))}
              />
              <DateField label="Due" value={dueOn} min={from} onChange={(on) => on && change({ dueOn: on })} />
              <SelectField
                label="The owner"
                value={owner.does}
                onChange={(does) =>
                  changeOwner({ does, on: owner.on ?? dueOn, until: owner.until ?? addDays(dueOn, 7) })
                }
                choices={ownerChoices}
              />
              {owner.does !== 'nothing' && (
                <DateField label="On" value={owner.on} min={from} onChange={(on) => changeOwner({ on })} />
              )}
              {!withoutEnd.includes(owner.does) && (
                <DateField label="Until" value={owner.until} min={from} onChange={(until) => changeOwner({ until })} />
              )}
            </>
          )}
        </div>
        <details>
          <summary>Change more than its ladders</summary>
          <TextField
            label="Playbook"
            help="Change it here and try it: nothing is saved"
            lines={12}
            value={trial.yaml ?? source}
            onChange={(yaml) => change({ yaml: yaml === source ? null : yaml })}
          />
        </details>
        <div>
          <Button type="submit" look="primary" icon="play" isPending={run.isPending}>
            Try it
          </Button>
        </div>
      </form>
      {run.isError && <ErrorState error={run.error} />}
      {run.data && <TrialResult result={run.data} />}
    </div>
  );
}
