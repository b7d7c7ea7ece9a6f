import { CheckField } from './field.tsx';
import { capital } from './words.ts';

type Topic = 'tasks' | 'progress' | 'escalations' | 'portfolio';
type PerTopic = Partial<Record<Topic, boolean | undefined>>;
/** By mail, and in Slack; what is left out stays as it is. */
export type ChannelChoice = PerTopic & { slack?: PerTopic | undefined };

interface Preferences {
  isInSlack: boolean;
  topics: readonly { topic: Topic; label: string; isWanted: boolean; isWantedInSlack: boolean }[];
}

interface ChannelChoicesProps {
  preferences: Preferences;
  chosen: ChannelChoice;
  onChange: (chosen: ChannelChoice) => void;
}

/** Kind by kind, and channel by channel where there is more than mail. */
export function ChannelChoices({ preferences, chosen, onChange }: ChannelChoicesProps) {
  const { isInSlack, topics } = preferences;
  return (
    <div className="stack">
      <section className="stack-tight">
        <h2>{isInSlack ? 'What you get by mail' : 'Which mails you get'}</h2>
        {topics.map(({ topic, label, isWanted }) => (
          <CheckField
            key={topic}
            isSelected={chosen[topic] ?? isWanted}
            onChange={(isOn) => onChange({ ...chosen, [topic]: isOn })}
          >
            {capital(label)}
          </CheckField>
        ))}
      </section>
      {isInSlack && (
        <section className="stack-tight">
          <h2>What you get in Slack</h2>
          {topics.map(({ topic, label, isWantedInSlack }) => (
            <CheckField
              key={topic}
              isSelected={chosen.slack?.[topic] ?? isWantedInSlack}
              onChange={(isOn) => onChange({ ...chosen, slack: { ...chosen.slack, [topic]: isOn } })}
            >
              {capital(label)}
            </CheckField>
          ))}
          <p className="faint small">What you get both ways comes in Slack, and by mail where Slack fails.</p>
        </section>
      )}
    </div>
  );
}
