/** Answers that say *done* and are hard to read. */
type MakeAnswer = (text: string) => Buffer;

const levels = Array.from({ length: 10_000 }, (_, level) => '>'.repeat(level % 2_000)).join('\r\n');
const within = (answer: MakeAnswer, body: string): Buffer =>
  Buffer.from(
    answer('')
      .toString('utf8')
      .replace(/Content-Type: text\/plain[\s\S]*$/, `Content-Type: multipart/mixed; boundary="b"\r\n\r\n${body}`),
  );
const plain = 'Content-Type: text/plain; charset=utf-8';

export const hardMails: [string, (answer: MakeAnswer) => Buffer][] = [
  ['10,000 quoted lines of up to 2,000 levels', (answer) => answer(`Done, thanks!\r\n\r\n${levels}`)],
  ['one line of 10,000 levels', (answer) => answer(`Done, thanks!\r\n\r\n${'>'.repeat(10_000)} blocked`)],
  ['parts that never end', (answer) => within(answer, `--b\r\n${plain}\r\n\r\nDone, thanks!\r\n`)],
  [
    'a part whose base64 is broken',
    (answer) =>
      within(
        answer,
        `--b\r\n${plain}\r\n\r\nDone, thanks!\r\n--b\r\nContent-Type: image/png; name="x.png"\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename="x.png"\r\n\r\n%%%not base64%%%\r\n--b--\r\n`,
      ),
  ],
  [
    'a NUL in its subject and in what it quotes',
    (answer) =>
      Buffer.from(
        answer('Done, thanks!\r\n\r\n> \0').toString('utf8').replace('Subject: ', 'Subject: =?utf-8?Q?=00?= '),
      ),
  ],
  [
    'quoted-printable that ends in the middle',
    (answer) =>
      within(
        answer,
        `--b\r\n${plain}\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nDone, thanks!=\r\n\r\n> =C3=\r\n--b--\r\n`,
      ),
  ],
];
