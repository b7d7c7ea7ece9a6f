import { SlackElementView, type SlackPressed } from './slack-element.tsx';
import { SlackInput } from './slack-input.tsx';
import type { SlackBlock } from './slack-kit.ts';
import { readMrkdwn, spoken } from './slack-mrkdwn.ts';
import { SlackText } from './slack-text.tsx';
import type { SlackForm } from './use-slack-form.ts';

interface SlackBlocksProps {
  blocks: readonly SlackBlock[];
  /** null: nothing in it can be pressed */
  onPress: ((pressed: SlackPressed) => void) | null;
  isBusy?: boolean;
  /** of a modal */
  form?: SlackForm;
}

export function SlackBlocks({ blocks, ...rest }: SlackBlocksProps) {
  return (
    <div className="slack-blocks">
      {blocks.map((block, position) => (
        <BlockView key={block.block_id} block={block} subject={subjectOf(blocks.slice(0, position))} {...rest} />
      ))}
    </div>
  );
}

/** What the buttons below are about: the first line of the section above them. */
function subjectOf(above: readonly SlackBlock[]): string {
  const section = above.findLast(({ type }) => type === 'section');
  if (section?.type !== 'section' || !section.text) return 'Actions';
  const [line = ''] = spoken(readMrkdwn(section.text.text)).split('\n');
  return line;
}

function BlockView({
  block,
  subject,
  onPress,
  isBusy = false,
  form,
}: Omit<SlackBlocksProps, 'blocks'> & { block: SlackBlock; subject: string }) {
  const press = onPress && ((pressed: SlackPressed) => onPress({ ...pressed, blockId: block.block_id }));
  switch (block.type) {
    case 'header':
      return (
        <h3 className="slack-header">
          <SlackText text={block.text} />
        </h3>
      );
    case 'divider':
      return <hr className="slack-divider" />;
    case 'context':
      return (
        <div className="slack-context">
          {block.elements.map((text, position) => (
            <span key={`${String(position)}${text.text}`}>
              <SlackText text={text} />
            </span>
          ))}
        </div>
      );
    case 'section':
      return (
        <div className="slack-section">
          <div className="slack-section-words">
            {block.text && (
              <div className="slack-text">
                <SlackText text={block.text} />
              </div>
            )}
            {block.fields && (
              <div className="slack-fields">
                {block.fields.map((text, position) => (
                  <div key={`${String(position)}${text.text}`} className="slack-text">
                    <SlackText text={text} />
                  </div>
                ))}
              </div>
            )}
          </div>
          {block.accessory && <SlackElementView element={block.accessory} onPress={press} isBusy={isBusy} />}
        </div>
      );
    case 'actions':
      return (
        <div className="slack-actions" role="group" aria-label={subject}>
          {block.elements.map((element) => (
            <SlackElementView key={element.action_id} element={element} onPress={press} isBusy={isBusy} />
          ))}
        </div>
      );
    case 'input':
      return form ? <SlackInput input={block} form={form} /> : null;
    case 'unknown':
      return <p className="faint small">A block of the type {block.name}, which this page cannot show.</p>;
  }
}
