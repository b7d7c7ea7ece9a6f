/** Plain text as Jira's document format (ADF): paragraphs, and our link at the end. */
type Inline = { type: 'text'; text: string; marks?: object[] } | { type: 'hardBreak' };
interface Block {
  type: 'paragraph';
  content: Inline[];
}
export interface JiraDocument {
  type: 'doc';
  version: 1;
  content: Block[];
}

const lines = (paragraph: string): Inline[] =>
  paragraph
    .split('\n')
    .flatMap((line, index): Inline[] => [
      ...(index > 0 ? [{ type: 'hardBreak' } as const] : []),
      ...(line === '' ? [] : [{ type: 'text', text: line } as const]),
    ]);

const linked = (line: string): Inline[] => {
  const at = line.search(/https?:\/\/\S+$/);
  if (at === -1) return lines(line);
  const href = line.slice(at);
  return [
    ...(at === 0 ? [] : [{ type: 'text', text: line.slice(0, at) } as const]),
    { type: 'text', text: href, marks: [{ type: 'link', attrs: { href } }] },
  ];
};

export const documentOf = (text: string): JiraDocument => ({
  type: 'doc',
  version: 1,
  content: text
    .split(/\n{2,}/)
    .filter((paragraph) => paragraph.trim() !== '')
    .map((paragraph) => ({
      type: 'paragraph',
      content: paragraph.includes('\n') ? lines(paragraph) : linked(paragraph),
    })),
});
