import type { MailContent } from './content/mail-content.ts';
import { renderHtml } from './render/html.ts';
import { renderText } from './render/text.ts';
import { type AtOnceDeps, sendAtOnce } from './send-at-once.ts';
import type { Speaker } from './wording/speak.ts';

export interface SignInMail {
  personId: string;
  token: string;
  code: string;
  redirectTo: string | null;
}

/** The link opens a page with a button; opening it signs nobody in. Link and code are nowhere but in the mail. */
export function sendSignInMail(deps: AtOnceDeps, { personId, token, code, redirectTo }: SignInMail): Promise<void> {
  const next = redirectTo === null ? '' : `&next=${encodeURIComponent(redirectTo)}`;
  const url = `${deps.publicUrl}/sign-in?token=${token}${next}`;
  return sendAtOnce(deps, {
    personId,
    kind: 'sign_in',
    write: ({ person, speaker }) => {
      const content = signInContent({ name: person.name, url, code, companyName: deps.companyName }, speaker);
      return Promise.resolve({
        subject: content.subject,
        html: renderHtml(content),
        text: renderText(content),
        replyTo: null,
        threadKey: null,
        unsubscribeUrl: null,
      });
    },
  });
}

export function signInContent(
  { name, url, code, companyName }: { name: string; url: string; code: string; companyName: string },
  speaker: Speaker,
): MailContent {
  const {
    words: { signIn, locale },
    fill,
  } = speaker;
  const subject = fill(signIn.subject, { company: companyName });
  return {
    locale,
    subject,
    preview: signIn.body,
    greeting: speaker.greet(name),
    intro: [],
    sections: [
      {
        heading: null,
        blocks: [
          {
            section: null,
            title: fill(signIn.title, { company: companyName }),
            subject,
            context: null,
            status: null,
            paragraphs: [signIn.body],
            facts: [],
            list: null,
            button: { label: signIn.button, url },
          },
        ],
      },
    ],
    answer: null,
    also: [],
    code: { label: signIn.code, value: code, note: signIn.expires },
    footer: [signIn.notYou],
    unsubscribe: null,
  };
}
