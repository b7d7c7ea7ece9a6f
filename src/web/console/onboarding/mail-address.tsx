import { useQuery } from '@tanstack/react-query';
import { mailAddressQuery } from '../../api/queries.ts';
import { sayProblem } from '../../api/use-command.ts';
import { Button } from '../../ui/button.tsx';
import { say } from '../../ui/toast.tsx';
import { useOnboarding } from './context.tsx';

/** Nothing while answers by mail are off. */
export function MailAddress() {
  const { view } = useOnboarding();
  const { data } = useQuery(mailAddressQuery(view.id));
  const address = data?.address;
  if (!address) return null;
  const copy = () => void navigator.clipboard.writeText(address).then(() => say('Copied'), sayProblem);
  return (
    <section className="card card-body stack-tight" aria-label="Mail address of this onboarding">
      <h2>Write to this onboarding</h2>
      <p className="soft">
        Mail from its people to this address becomes part of its conversation: put it in copy, or forward to it.
      </p>
      <p className="row">
        <a className="cell-wrap" href={`mailto:${address}`}>
          {address}
        </a>
        <Button size="small" icon="copy" onPress={copy}>
          Copy
        </Button>
      </p>
    </section>
  );
}
