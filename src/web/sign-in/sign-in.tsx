import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link, useRouter } from '@tanstack/react-router';
import { type SubmitEvent, useState } from 'react';
import { ApiError, write } from '../api/client.ts';
import { signInOptionsQuery } from '../api/queries.ts';
import { Button, buttonClass } from '../ui/button.tsx';
import { TextField } from '../ui/field.tsx';
import { Logo } from '../ui/logo.tsx';
import { useTitle } from '../ui/page.tsx';
import { Banner } from '../ui/states.tsx';
import './sign-in.css';

const route = getRouteApi('/sign-in');
const oidcProblems = {
  oidc_expired: 'That took too long, or was begun in another window. Sign in again.',
  oidc_unknown: 'Your company account is not known here. Ask an administrator to add you.',
  oidc_failed: 'Your company’s sign-in did not work. Try again, or ask an administrator.',
};

const wordsOf = (error: unknown): string =>
  error instanceof ApiError && error.status === 410
    ? 'This link or code is no longer valid. Ask for a new one.'
    : error instanceof Error
      ? error.message
      : 'That did not work.';
/** The server takes only plain paths of ours; anything else leads to the console. */
const plainPath = (next: string | undefined): string | undefined =>
  next && /^\/(?!\/)[\w/?=&.-]*$/.test(next) ? next : undefined;

export function SignIn() {
  const { token, next, email: known, problem: oidcProblem } = route.useSearch();
  const options = useQuery(signInOptionsQuery).data;
  const [step, setStep] = useState<'link' | 'email' | 'code'>(token ? 'link' : 'email');
  const [email, setEmail] = useState(known ?? '');
  const [problem, setProblem] = useState(oidcProblem ? oidcProblems[oidcProblem] : null);
  const [isBusy, setIsBusy] = useState(false);
  const { history } = useRouter();
  const queries = useQueryClient();
  useTitle('Sign in');
  const attempt = (work: () => Promise<void>) => {
    setIsBusy(true);
    setProblem(null);
    work()
      .catch((error: unknown) => {
        setProblem(wordsOf(error));
        if (token && step === 'link') setStep('email');
      })
      .finally(() => setIsBusy(false));
  };
  const enter = (body: { token: string } | { email: string; code: string }) =>
    attempt(async () => {
      const { redirectTo } = await write('createSession', 'POST', '/auth/sessions', body);
      queries.clear();
      history.push(plainPath(next) ?? redirectTo);
    });
  const ask = () =>
    attempt(async () => {
      await write('requestSignIn', 'POST', '/auth/sign-in', { email, redirectTo: plainPath(next) });
      setStep('code');
    });
  return (
    <main className="sign-in">
      <div className="card sign-in-card stack">
        <div className="row">
          <Logo />
          <span className="strong">{options?.companyName ?? 'Gangway'}</span>
        </div>
        <h1>{step === 'code' ? 'Look into your mail' : 'Sign in'}</h1>
        {problem && (
          <div role="alert">
            <Banner tone="late" title={problem} />
          </div>
        )}
        {step === 'link' && token && (
          <Button look="primary" size="large" isWide isPending={isBusy} onPress={() => enter({ token })}>
            Sign in
          </Button>
        )}
        {step === 'email' && <EmailStep email={email} onEmail={setEmail} isBusy={isBusy} onAsk={ask} />}
        {step === 'code' && (
          <CodeStep
            email={email}
            isBusy={isBusy}
            onCode={(code) => enter({ email, code })}
            onBack={() => setStep('email')}
          />
        )}
        {step !== 'code' && options?.oidc && (
          <a
            className={buttonClass({ size: 'large' })}
            href={`/api/v1/auth/oidc/start?redirectTo=${encodeURIComponent(plainPath(next) ?? '/console')}`}
          >
            {options.oidc.label}
          </a>
        )}
        {options?.isSandboxOn && <SandboxNote isMailSent={step === 'code'} />}
      </div>
    </main>
  );
}

function SandboxNote({ isMailSent }: { isMailSent: boolean }) {
  return (
    <p className="sign-in-note small">
      The sandbox is on: mails stay on this machine.{' '}
      {isMailSent ? (
        <>
          Yours is in the <Link to="/sandbox">sandbox’s mailbox</Link>.
        </>
      ) : (
        <>
          Read them in the <Link to="/sandbox">sandbox</Link>, or sign in there as one of its people.
        </>
      )}
    </p>
  );
}

function EmailStep({
  email,
  onEmail,
  isBusy,
  onAsk,
}: {
  email: string;
  onEmail: (email: string) => void;
  isBusy: boolean;
  onAsk: () => void;
}) {
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    onAsk();
  };
  return (
    <form className="stack" onSubmit={submit}>
      <TextField
        label="Email"
        type="email"
        isRequired
        autoComplete="email"
        value={email}
        onChange={onEmail}
        help="You get a mail with a link and a code. No password."
      />
      <Button type="submit" look="primary" size="large" isWide isPending={isBusy} isDisabled={!email.includes('@')}>
        Send me a link
      </Button>
    </form>
  );
}

function CodeStep({
  email,
  isBusy,
  onCode,
  onBack,
}: {
  email: string;
  isBusy: boolean;
  onCode: (code: string) => void;
  onBack: () => void;
}) {
  const [typed, setTyped] = useState('');
  const code = typed.replaceAll(/\D/g, '');
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    onCode(code);
  };
  return (
    <form className="stack" onSubmit={submit}>
      <p className="soft">If {email} is known here, a mail is on its way. Open its link, or type the code from it.</p>
      <TextField
        label="Code, 8 digits"
        isRequired
        inputMode="numeric"
        autoComplete="one-time-code"
        value={typed}
        onChange={setTyped}
      />
      <Button type="submit" look="primary" size="large" isWide isPending={isBusy} isDisabled={code.length !== 8}>
        Sign in
      </Button>
      <Button look="quiet" onPress={onBack}>
        Use another address
      </Button>
    </form>
  );
}
