import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { queueQuery } from '../../api/queries.ts';
import type { QueueItem } from '../../api/types.ts';
import { Page, Section } from '../../ui/page.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { BoneRows } from '../../ui/skeleton.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { Switch } from '../../ui/tabs.tsx';
import { StartOnboarding } from '../portfolio/start-onboarding.tsx';
import { CommentPanel } from './comment-panel.tsx';
import { HoldFromQueue } from './hold-from-queue.tsx';
import { MailPanel } from './mail-panel.tsx';
import { QuarantinePanel } from './quarantine-panel.tsx';
import { QueueLine } from './queue-line.tsx';
import { SlackEventPanel } from './slack-event-panel.tsx';
import { TryAllAgain } from './try-all-again.tsx';
import { kindOrder, kindWords } from './queue-words.ts';
import './queue.css';

const route = getRouteApi('/console/queue');

/** What waits for a person, in the order of what customers feel first. */
export function Queue() {
  const { mine, comment } = route.useSearch();
  const navigate = route.useNavigate();
  const query = useQuery(queueQuery(mine ?? false));
  const [opened, setOpened] = useState<QueueItem | null>(null);
  const close = () => setOpened(null);
  const openComment = (id: string | undefined) =>
    void navigate({ search: (search) => ({ ...search, comment: id }), replace: true });
  const open = (item: QueueItem) =>
    item.kind === 'comment' ? openComment(item.subjectId ?? undefined) : setOpened(item);
  return (
    <Page
      title="Work queue"
      actions={
        <Switch
          label="Whose"
          value={mine ? 'mine' : 'all'}
          onChange={(key) => void navigate({ search: { mine: key === 'mine' || undefined }, replace: true })}
          choices={[
            { key: 'all', label: 'Everybody’s' },
            { key: 'mine', label: 'Mine' },
          ]}
        />
      }
    >
      <QueryView query={query} skeleton={<BoneRows rows={8} height={56} />}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState icon="circleCheck" title={mine ? 'Nothing waits for you' : 'Nothing waits for a person'}>
              Drafts to publish, approvals, escalations to hold and whatever a machine cannot decide will stand here.
            </EmptyState>
          ) : (
            kindOrder
              .filter((kind) => items.some((item) => item.kind === kind))
              .map((kind) => (
                <Section key={kind} title={kindWords[kind].title} actions={kind === 'set_aside' && <TryAllAgain />}>
                  <ul className="card">
                    {items
                      .filter((item) => item.kind === kind)
                      .map((item) => (
                        <QueueLine key={item.id} item={item} onOpen={() => open(item)} />
                      ))}
                  </ul>
                </Section>
              ))
          )
        }
      </QueryView>
      {(opened?.kind === 'quarantined' || opened?.kind === 'set_aside') && (
        <QuarantinePanel item={opened} onClose={close} />
      )}
      {opened?.kind === 'slack_event' && <SlackEventPanel item={opened} onClose={close} />}
      {comment !== undefined && <CommentPanel id={comment} onClose={() => openComment(undefined)} />}
      {opened?.kind === 'mail' && <MailPanel item={opened} onClose={close} />}
      {opened?.kind === 'escalation' && <HoldFromQueue item={opened} onClose={close} />}
      {opened?.kind === 'no_onboarding' && <StartOnboarding onClose={close} />}
    </Page>
  );
}
