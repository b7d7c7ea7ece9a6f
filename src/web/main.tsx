import { QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { I18nProvider } from 'react-aria-components/I18nProvider';
import { ApiError } from './api/client.ts';
import { makeRouter } from './router.tsx';
import { Toasts } from './ui/toast.tsx';
import './ui/tokens.css';
import './ui/base.css';

/** Only what may pass by itself is tried again: no answer, too many requests, not available right now. */
const mayPass = (error: unknown): boolean => error instanceof ApiError && [0, 429, 503].includes(error.status);

const queries = new QueryClient({
  queryCache: new QueryCache({
    onError: (error) => {
      const { pathname, search } = globalThis.location;
      if (
        error instanceof ApiError &&
        error.status === 401 &&
        (pathname.startsWith('/console') || pathname === '/tasks')
      )
        void router.navigate({ to: '/sign-in', search: { next: pathname + search } });
    },
  }),
  defaultOptions: { queries: { staleTime: 5_000, retry: (failures, error) => failures < 2 && mayPass(error) } },
});
const router = makeRouter(queries);

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
createRoot(root).render(
  <StrictMode>
    <I18nProvider locale="en-GB">
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
        <Toasts />
      </QueryClientProvider>
    </I18nProvider>
  </StrictMode>,
);
