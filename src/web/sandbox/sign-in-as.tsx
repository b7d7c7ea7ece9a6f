import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { write } from '../api/client.ts';
import { Icon } from '../ui/icons.tsx';
import { Menu } from '../ui/menu.tsx';
import { say } from '../ui/toast.tsx';
import { mailQuery, peopleQuery, readMailsTo } from './sandbox-api.ts';
import { useAct } from './use-act.ts';

const triesPerMail = 40;
const pauseMs = 250;

/** The way that everybody goes, without the typing: asks for the mail, opens its link. */
export function SignInAs() {
  const people = useQuery(peopleQuery).data?.people ?? [];
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { act, isBusy } = useAct();

  const tokenFor = async (email: string): Promise<string> => {
    const before = new Set((await readMailsTo(email)).map(({ id }) => id));
    await write('requestSignIn', 'POST', '/auth/sign-in', { email });
    for (let tries = 0; tries < triesPerMail; tries++) {
      for (const { id } of (await readMailsTo(email)).filter((mail) => !before.has(mail.id))) {
        const { links } = await queries.fetchQuery(mailQuery(id));
        const token = links.map(({ url }) => signInToken(url)).find((found) => found !== null);
        if (token) return token;
      }
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
    throw new Error(`No sign-in mail to ${email} arrived. See the mailbox, and what its faults are set to.`);
  };
  const signInAs = (name: string, email: string) =>
    void act(async () => {
      await write('createSession', 'POST', '/auth/sessions', { token: await tokenFor(email) });
      queries.clear();
      await navigate({ to: '/console' });
      say(`Signed in as ${name}`);
    });

  return (
    <Menu
      label="Sign in as"
      trigger={
        <>
          <Icon name="person" />
          <span className="button-words">{isBusy ? 'Signing in …' : 'Sign in as …'}</span>
        </>
      }
      actions={people.map(({ name, email, staffRole }) => ({
        label: name,
        detail: staffRole,
        onAction: () => signInAs(name, email),
      }))}
    />
  );
}

const signInToken = (address: string): string | null => {
  const url = new URL(address);
  return url.pathname === '/sign-in' ? url.searchParams.get('token') : null;
};
