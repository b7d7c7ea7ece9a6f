import { Fragment, type ReactNode, useContext } from 'react';
import { type Piece, readMrkdwn } from './slack-mrkdwn.ts';
import type { SlackText as Text } from './slack-kit.ts';
import { SlackNames } from './slack-names.ts';

export function SlackText({ text }: { text: Text }) {
  return text.type === 'plain_text' ? text.text : <Mrkdwn text={text.text} />;
}

export function Mrkdwn({ text }: { text: string }) {
  return <Pieces pieces={readMrkdwn(text)} />;
}

function Pieces({ pieces }: { pieces: readonly Piece[] }): ReactNode {
  return pieces.map((piece, position) => (
    <Fragment key={`${piece.kind}-${String(position)}`}>
      <OnePiece piece={piece} />
    </Fragment>
  ));
}

function OnePiece({ piece }: { piece: Piece }): ReactNode {
  const names = useContext(SlackNames);
  switch (piece.kind) {
    case 'text':
      return piece.text;
    case 'bold':
      return (
        <b>
          <Pieces pieces={piece.pieces} />
        </b>
      );
    case 'italic':
      return (
        <i>
          <Pieces pieces={piece.pieces} />
        </i>
      );
    case 'strike':
      return (
        <s>
          <Pieces pieces={piece.pieces} />
        </s>
      );
    case 'quote':
      return (
        <blockquote>
          <Pieces pieces={piece.pieces} />
        </blockquote>
      );
    case 'code':
      return <code>{piece.text}</code>;
    case 'pre':
      return <pre>{piece.text}</pre>;
    case 'link':
      return (
        <a href={piece.url} target="_blank" rel="noreferrer">
          {piece.label}
        </a>
      );
    case 'user':
      return <span className="slack-mention">@{piece.label ?? names.person(piece.id)}</span>;
    case 'channel':
      return <span className="slack-mention">#{piece.label ?? names.channel(piece.id)}</span>;
    case 'everybody':
      return <span className="slack-mention">{piece.label}</span>;
  }
}
