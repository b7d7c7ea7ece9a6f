import type { ReactNode } from 'react';
import { Tag } from '../ui/badge.tsx';
import type { Deal } from './sandbox-api.ts';

type RecordView = Deal['notes'][number];

/** Notes and tasks hold HTML in HubSpot; here it is read as text, so nothing in it can run. */
const plainText = (html: string): string =>
  new DOMParser()
    .parseFromString(html.replaceAll(/<(br|\/p|\/li|\/div)\s*\/?>/gi, '\n'), 'text/html')
    .body.textContent.trim();

const property = (record: RecordView, name: string): string => record.properties[name] ?? '';

/** What Gangway has written, and whom and what the deal is about. */
export function DealRecords({ deal }: { deal: Deal }) {
  const written = Object.entries(deal.properties).filter(([name, value]) => name.startsWith('gangway_') && value);
  return (
    <>
      <Fold title="Written by Gangway" count={written.length} isOpen>
        {written.length === 0 ? (
          <p className="faint">Nothing yet. It begins when the deal is won.</p>
        ) : (
          <dl className="written">
            {written.map(([name, value]) => (
              <div key={name}>
                <dt>{name.replace('gangway_', '')}</dt>
                <dd>{value?.startsWith('http') ? <a href={value}>{value}</a> : value}</dd>
              </div>
            ))}
          </dl>
        )}
      </Fold>
      <Fold title="Notes" count={deal.notes.length} isOpen={deal.notes.length > 0}>
        {deal.notes.map((note) => (
          <p key={note.id} className="prose sandbox-note">
            {plainText(property(note, 'hs_note_body'))}
          </p>
        ))}
      </Fold>
      <Fold title="Tasks" count={deal.tasks.length} isOpen={deal.tasks.length > 0}>
        {deal.tasks.map((task) => (
          <div key={task.id} className="sandbox-note">
            <p className="strong">{property(task, 'hs_task_subject')}</p>
            <p className="prose">{plainText(property(task, 'hs_task_body'))}</p>
          </div>
        ))}
      </Fold>
      <Fold title="Contacts" count={deal.contacts.length}>
        {deal.contacts.map((contact) => (
          <p key={contact.id} className="sandbox-note">
            <span className="strong">
              {property(contact, 'firstname')} {property(contact, 'lastname')}
            </span>{' '}
            {contact.labels.map((label) => (
              <Tag key={label}>{label}</Tag>
            ))}
            <span className="cell-sub">{property(contact, 'email') || 'no address'}</span>
          </p>
        ))}
      </Fold>
      <Fold title="Line items" count={deal.lineItems.length}>
        {deal.lineItems.map((item) => (
          <p key={item.id} className="sandbox-note">
            {property(item, 'quantity')} × {property(item, 'name')}
          </p>
        ))}
      </Fold>
    </>
  );
}

function Fold({
  title,
  count,
  isOpen = false,
  children,
}: {
  title: string;
  count: number;
  isOpen?: boolean;
  children: ReactNode;
}) {
  return (
    <details className="card sandbox-fold" open={isOpen}>
      <summary>
        <span className="strong">{title}</span> <span className="faint">{count}</span>
      </summary>
      <div className="sandbox-fold-body">{children}</div>
    </details>
  );
}
