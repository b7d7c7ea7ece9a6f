import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { write } from '../api/client.ts';
import { unsubscribeQuery } from '../api/link-queries.ts';
import type { Answer, Body } from '../api/types.ts';
import { sayProblem } from '../api/use-command.ts';
import { Button } from '../ui/button.tsx';
import { ChannelChoices } from '../ui/channel-choices.tsx';
import { say } from '../ui/toast.tsx';

type Preferences = Pick<Answer<'getUnsubscribe'>, 'topics' | 'isInSlack'>;

/** All kinds of message at once, for whoever wants some and not others. */
export function MailChoices({ token, preferences }: { token: string; preferences: Preferences }) {
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
    <section className="stack">
      <ChannelChoices preferences={preferences} chosen={chosen} onChange={setChosen} />
      <div>
        <Button isPending={isBusy} isDisabled={Object.keys(chosen).length === 0} onPress={save}>
          Save
        </Button>
      </div>
    </section>
  );
}
