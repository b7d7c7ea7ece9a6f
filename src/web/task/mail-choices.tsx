import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { write } from '../api/client.ts';
import { unsubscribeQuery } from '../api/queries.ts';
import type { Answer, Body } from '../api/types.ts';
import { sayProblem } from '../api/use-command.ts';
import { Button } from '../ui/button.tsx';
import { CheckField } from '../ui/field.tsx';
import { say } from '../ui/toast.tsx';

type Topics = Answer<'getUnsubscribe'>['topics'];

/** All kinds of mail at once, for whoever wants some and not others. */
export function MailChoices({ token, topics }: { token: string; topics: Topics }) {
  const queries = useQueryClient();
  const [chosen, setChosen] = useState<Body<'chooseMailsByLink'>>({});
  const [isBusy, setIsBusy] = useState(false);
  const save = () => {
    setIsBusy(true);
    write('chooseMailsByLink', 'PUT', `/unsubscribe/${encodeURIComponent(token)}`, chosen)
      .then(() => {
        say('Saved');
        return queries.invalidateQueries(unsubscribeQuery(token));
      }, sayProblem)
      .finally(() => setIsBusy(false));
  };
  return (
    <section className="stack-tight">
      <h2>Which mails you get</h2>
      {topics.map(({ topic, label, isWanted }) => (
        <CheckField
          key={topic}
          isSelected={chosen[topic] ?? isWanted}
          onChange={(isOn) => setChosen((before) => ({ ...before, [topic]: isOn }))}
        >
          {label.charAt(0).toUpperCase() + label.slice(1)}
        </CheckField>
      ))}
      <div>
        <Button isPending={isBusy} isDisabled={Object.keys(chosen).length === 0} onPress={save}>
          Save
        </Button>
      </div>
    </section>
  );
}
