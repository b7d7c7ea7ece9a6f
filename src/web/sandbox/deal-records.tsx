import { useState } from 'react';
import { Tag } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { AddProductDialog } from './add-product-dialog.tsx';
import { Fold, WrittenByGangway } from './fold.tsx';
import { type Deal, sandboxActions } from './sandbox-api.ts';

type RecordView = Deal['notes'][number];

/** Notes and tasks hold HTML in HubSpot; here it is read as text, so nothing in it can run. */
const plainText = (html: string): string =>
  new DOMParser()
    .parseFromString(html.replaceAll(/<(br|\/p|\/li|\/div)\s*\/?>/gi, '\n'), 'text/html')
    .body.textContent.trim();

const property = (record: RecordView, name: string): string => record.properties[name] ?? '';

/** What Gangway has written, and whom and what the deal is about. */
export function DealRecords({ deal }: { deal: Deal }) {
  const written = Object.entries(deal.properties).flatMap(([name, value]): [string, string][] =>
    name.startsWith('gangway_') && value ? [[name.replace('gangway_', ''), value]] : [],
  );
  return (
    <>
      <WrittenByGangway values={written} />
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
      <LineItems deal={deal} />
    </>
  );
}

function LineItems({ deal: { id, lineItems, archived } }: { deal: Deal }) {
  const [isAdding, setIsAdding] = useState(false);
  return (
    <Fold title="Line items" count={lineItems.length}>
      {lineItems.map((item) => (
        <p key={item.id} className="sandbox-note">
          {property(item, 'quantity')} × {property(item, 'name')}
        </p>
      ))}
      {!archived && (
        <div className="sandbox-note">
          <Button size="small" icon="plus" onPress={() => setIsAdding(true)}>
            Add a line item
          </Button>
        </div>
      )}
      {isAdding && (
        <AddProductDialog add={(item) => sandboxActions.addLineItem(id, item)} onClose={() => setIsAdding(false)} />
      )}
    </Fold>
  );
}
