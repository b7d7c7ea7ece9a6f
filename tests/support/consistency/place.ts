/** Where a run takes place: `npm start` as one process, or each part as its own, which may be killed. */
export interface Place {
  apiUrl: string;
  databaseUrl: string;
  temporal: { address: string; namespace: string };
  /** of an administrator, as a browser sends it */
  cookie: string;
  /** the sandboxes' own levers */
  control(method: string, path: string, body?: unknown): Promise<unknown>;
  /** kills processes until it is stopped; where there is one process it can kill none */
  startKilling?(): { stop(): Promise<void> };
}
