import type { LadderRung } from '../../api/types.ts';
import { NumberField } from '../../ui/number-field.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { useLadders } from './ladder-changes.ts';

type Side = 'before' | 'on' | 'after';
type Deed = 'ask' | 'hold_notice' | 'escalation';

const whens = [
  { key: 'before', label: 'Before it is due' },
  { key: 'on', label: 'On the due day' },
  { key: 'after', label: 'After it was due' },
] as const;
const deeds = [
  { key: 'ask', label: 'Asks them to do it' },
  { key: 'hold_notice', label: 'Announces the next escalation, with hold' },
  { key: 'escalation', label: 'Escalates to them' },
] as const;
const ways = [
  { key: 'any', label: 'What suits them' },
  { key: 'slack,email', label: 'Slack, else email' },
  { key: 'email,slack', label: 'Email, else Slack' },
  { key: 'slack', label: 'Only Slack' },
  { key: 'email', label: 'Only email' },
] as const;
type Way = (typeof ways)[number]['key'];

const channelsBy: Record<Way, LadderRung['channels']> = {
  any: undefined,
  'slack,email': ['slack', 'email'],
  'email,slack': ['email', 'slack'],
  slack: ['slack'],
  email: ['email'],
};
const nobody = '-';

const sideOf = (at: number): Side => (at < 0 ? 'before' : at === 0 ? 'on' : 'after');
const askedAt = (at: number): LadderRung['kind'] => (at < 0 ? 'reminder' : at === 0 ? 'due' : 'overdue');
const deedOf = ({ kind }: LadderRung): Deed => (kind === 'hold_notice' || kind === 'escalation' ? kind : 'ask');
const wayOf = ({ channels }: LadderRung): Way =>
  ways.find(({ key }) => key === (channels ?? ['any']).join(','))?.key ?? 'any';

export function StepFields({ rung, onChange }: { rung: LadderRung; onChange: (rung: LadderRung) => void }) {
  const { roles } = useLadders().detail.playbook;
  const { at, repeatEvery, until } = rung;
  const set = (part: Partial<LadderRung>): void => onChange({ ...rung, ...part });
  const setDay = (next: number): void => set({ at: next, ...(deedOf(rung) === 'ask' && { kind: askedAt(next) }) });
  const setWay = (way: Way): void => {
    const { channels: _before, ...rest } = rung;
    const channels = channelsBy[way];
    onChange(channels ? { ...rest, channels } : rest);
  };
  const setEnd = (day: number | null): void => {
    const { until: _before, ...rest } = rung;
    onChange(day === null ? rest : { ...rest, until: day });
  };
  const setRepeat = (every: number | null): void => {
    const { until: _before, ...rest } = rung;
    onChange(every === null ? { ...rest, repeatEvery: null } : { ...rung, repeatEvery: every });
  };
  const people = roles.map(({ role, label }) => ({ key: role, label }));
  return (
    <div className="step-fields">
      <SelectField
        label="When"
        value={sideOf(at)}
        onChange={(side) => setDay(side === 'on' ? 0 : (side === 'before' ? -1 : 1) * (Math.abs(at) || 1))}
        choices={whens}
      />
      {at !== 0 && (
        <NumberField
          key={sideOf(at)}
          label="Business days"
          value={Math.abs(at)}
          onChange={(days) => days !== null && days > 0 && setDay(at < 0 ? -days : days)}
        />
      )}
      <SelectField
        label="What"
        value={deedOf(rung)}
        onChange={(deed) => set({ kind: deed === 'ask' ? askedAt(at) : deed })}
        choices={deeds}
      />
      <SelectField
        label="Whom"
        value={rung.to}
        onChange={(to) => set({ to })}
        choices={[
          { key: 'owner', label: 'The owner' },
          { key: 'blocker_owner', label: 'Who owns the blocker' },
          ...people,
        ]}
      />
      {rung.to !== 'owner' && (
        <SelectField
          label="If that is the owner, or nobody"
          value={rung.orElse ?? nobody}
          onChange={(to) => set({ orElse: to === nobody ? null : to })}
          choices={[{ key: nobody, label: 'Nobody else' }, ...people]}
        />
      )}
      <SelectField label="By" value={wayOf(rung)} onChange={setWay} choices={ways} />
      <NumberField
        label="Again every"
        isRequired={false}
        help="Business days; empty: once"
        value={repeatEvery}
        onChange={setRepeat}
      />
      {repeatEvery !== null && (
        <NumberField
          label="Until"
          isRequired={false}
          help="Business days after it was due; empty: for ever"
          value={until ?? null}
          onChange={setEnd}
        />
      )}
    </div>
  );
}
