import { expect, it } from 'vitest';
import { linksOf } from '../../../integrations/sandbox/mailbox/read-mail.ts';
import { decodeEntities, wordsOf } from '../../../integrations/sandbox/mailbox/words-of.ts';

it('names a link as its reader sees it, without what only Outlook reads', () => {
  const html = `<a href="https://a.example/t/x?a=1&amp;b=2" style="padding:12px"><span><!--[if mso]><i>&#8202;&#8202;</i><![endif]--></span><span>Say &quot;done&quot; &amp; go&nbsp;on</span><span><!--[if mso]><i>&#8202;&#8203;</i><![endif]--></span></a>`;
  expect(linksOf(html, null)).toEqual([{ url: 'https://a.example/t/x?a=1&b=2', label: 'Say "done" & go on' }]);
});

it('decodes each entity once, and leaves what is none', () => {
  expect(decodeEntities('&#x27;&#39;&apos; &amp;lt; &hearts; &#1114112; AT&T')).toBe(
    "''' &lt; &hearts; &#1114112; AT&T",
  );
});

it('shows no styles, scripts or titles', () => {
  expect(wordsOf('<title>No</title><style>p > a { color: red }</style><p>One</p><script>1 < 2</script>two')).toBe(
    'One two',
  );
});
