import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { onboardingDocumentsQuery, taskLinkQuery } from '../api/link-queries.ts';
import { ClockProvider } from '../ui/clock.tsx';
import { DocumentsByTask } from '../ui/document-list.tsx';
import { useTitle } from '../ui/page.tsx';
import { QueryView } from '../ui/query-view.tsx';
import { BoneRows } from '../ui/skeleton.tsx';
import { ExpiredLink, isExpired } from './expired-link.tsx';
import './task-page.css';

const route = getRouteApi('/t/$token/documents');

/** All documents of the onboarding, for the person whom the link was sent to, signed in. */
export function DocumentsPage() {
  const { token } = route.useParams();
  const query = useQuery(onboardingDocumentsQuery(token));
  const link = useQuery(taskLinkQuery(token));
  useTitle('Documents');
  if (isExpired(query.error)) return <ExpiredLink token={token} />;
  const path = `/task-links/${encodeURIComponent(token)}/onboarding-documents`;
  return (
    <main className="task-page stack">
      <p>
        <Link to="/t/$token" params={{ token }}>
          Back to the task
        </Link>
      </p>
      <QueryView query={query} place="document" skeleton={<BoneRows rows={5} />}>
        {({ onboarding, items, isSignedIn }) => (
          <ClockProvider offsetMs={link.data?.offsetMs ?? 0} today={link.data?.today ?? ''}>
            <h1>Documents of {onboarding}</h1>
            {!isSignedIn && (
              <p>
                <Link to="/sign-in" search={{ next: `/t/${token}/documents`, email: link.data?.person.email }}>
                  Sign in to see them
                </Link>
              </p>
            )}
            {isSignedIn && items.length === 0 && (
              <p className="soft">None yet. What you and we hand in is kept here.</p>
            )}
            <DocumentsByTask documents={items} contentPath={(id) => `${path}/${id}/content`} />
          </ClockProvider>
        )}
      </QueryView>
    </main>
  );
}
