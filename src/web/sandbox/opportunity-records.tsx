import { useState } from 'react';
import { Tag } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { AddProductDialog } from './add-product-dialog.tsx';
import { AddContactDialog } from './opportunity-dialogs.tsx';
import { Fold, WrittenByGangway } from './fold.tsx';
import { type Opportunity, salesforceActions } from './salesforce-api.ts';
import { useAct } from './use-act.ts';

type Values = Opportunity['fields'];

const text = (value: Values[string] | undefined): string => String(value ?? '');

/** `Gangway_Target_Go_Live__c` → `target go live` */
const written = (fields: Values): [string, string][] =>
  Object.entries(fields).flatMap(([name, value]): [string, string][] =>
    name.startsWith('Gangway_') && value !== null && value !== ''
      ? [
          [
            name
              .replace(/^Gangway_|__c$/g, '')
              .replaceAll('_', ' ')
              .toLowerCase(),
            text(value),
          ],
        ]
      : [],
  );

/** What Gangway has written, and whom and what the opportunity is about. */
export function OpportunityRecords({ opportunity }: { opportunity: Opportunity }) {
  const { fields, onboardings, tasks } = opportunity;
  return (
    <>
      <WrittenByGangway values={written(fields)} />
      {onboardings.map((onboarding) => (
        <Fold
          key={text(onboarding['Id'])}
          title={`Onboarding ${text(onboarding['Name'])}`}
          count={written(onboarding).length}
        >
          <dl className="written">
            {written(onboarding).map(([name, value]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        </Fold>
      ))}
      <Fold title="Tasks" count={tasks.length} isOpen={tasks.length > 0}>
        {tasks.map((task) => (
          <div key={text(task['Id'])} className="sandbox-note">
            <p className="strong">{text(task['Subject'])}</p>
            <p className="prose">{text(task['Description'])}</p>
          </div>
        ))}
      </Fold>
      <ContactRoles opportunity={opportunity} />
      <Products opportunity={opportunity} />
    </>
  );
}

function ContactRoles({ opportunity: { id, contactRoles, isDeleted } }: { opportunity: Opportunity }) {
  const [isAdding, setIsAdding] = useState(false);
  return (
    <Fold title="Contact roles" count={contactRoles.length}>
      {contactRoles.map((one) => (
        <p key={one.id} className="sandbox-note">
          <span className="strong">{one.name}</span> {one.role && <Tag>{one.role}</Tag>}
          {one.isPrimary && <Tag>Primary</Tag>}
          <span className="cell-sub">{one.email ?? 'no address'}</span>
        </p>
      ))}
      {!isDeleted && (
        <div className="sandbox-note">
          <Button size="small" icon="plus" onPress={() => setIsAdding(true)}>
            Add a contact
          </Button>
        </div>
      )}
      {isAdding && <AddContactDialog id={id} onClose={() => setIsAdding(false)} />}
    </Fold>
  );
}

function Products({ opportunity: { id, lineItems, isDeleted } }: { opportunity: Opportunity }) {
  const { act, isBusy } = useAct();
  const [isAdding, setIsAdding] = useState(false);
  return (
    <Fold title="Products" count={lineItems.length}>
      {lineItems.map((item) => (
        <div key={item.id} className="sandbox-note spread">
          <span>
            {item.quantity} × {item.name}
          </span>
          {!isDeleted && (
            <span className="row">
              <Button
                size="small"
                isDisabled={isBusy}
                aria-label={`Ten more of ${item.name}`}
                onPress={() =>
                  void act(() => salesforceActions.changeLineItem(id, item.id, item.quantity + 10), 'Changed')
                }
              >
                Ten more
              </Button>
              <Button
                size="small"
                look="quiet"
                isDisabled={isBusy}
                aria-label={`Remove ${item.name}`}
                onPress={() => void act(() => salesforceActions.deleteLineItem(id, item.id), 'Removed')}
              >
                Remove
              </Button>
            </span>
          )}
        </div>
      ))}
      {!isDeleted && (
        <div className="sandbox-note">
          <Button size="small" icon="plus" onPress={() => setIsAdding(true)}>
            Add a product
          </Button>
        </div>
      )}
      {isAdding && (
        <AddProductDialog
          add={({ price, ...product }) => salesforceActions.addLineItem(id, { ...product, unitPrice: price })}
          onClose={() => setIsAdding(false)}
        />
      )}
    </Fold>
  );
}
