import type { InboundMail } from '../../api/types.ts';
import '../../ui/document-list.css';

/** What came with a mail: kept, or why not. */
export function MailAttachments({ files }: { files: InboundMail['attachments'] }) {
  return (
    <section className="stack-tight">
      <h3>Attachments</h3>
      <ul className="document-list">
        {files.map((file, index) => (
          <li key={index}>
            {file.state === 'kept' ? (
              <a href={`/api/v1/documents/${file.documentId}/content`} download={file.name}>
                {file.name}
              </a>
            ) : (
              <span>{file.name}</span>
            )}
            <span className="faint small">
              {file.state === 'kept' && 'kept'}
              {file.state === 'waiting' && 'kept once you agree to what the mail asks for'}
              {file.state === 'refused' && `not kept: ${file.reason}`}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
