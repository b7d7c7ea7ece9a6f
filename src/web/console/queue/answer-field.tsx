import { useState } from 'react';
import { sayProblem } from '../../api/use-command.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';

/** Answers from where the words are read. @param to who is told */
export function AnswerField({ to, onSend }: { to: string; onSend: (body: string) => Promise<void> }) {
  const [body, setBody] = useState('');
  const [isBusy, setIsBusy] = useState(false);
  const send = () => {
    setIsBusy(true);
    onSend(body)
      .then(() => setBody(''), sayProblem)
      .finally(() => setIsBusy(false));
  };
  return (
    <div className="stack-tight">
      <TextField
        label={`Your answer to ${to}`}
        lines={4}
        value={body}
        onChange={setBody}
        help="They get it by message within their working hours."
      />
      <div>
        <Button look="primary" isPending={isBusy} isDisabled={body.trim() === ''} onPress={send}>
          Send the answer
        </Button>
      </div>
    </div>
  );
}
