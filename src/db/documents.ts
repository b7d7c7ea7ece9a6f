/** Documents: their content has a table of its own, so that lists never touch it and one snapshot is the whole backup. */
import { v7 as uuid } from 'uuid';
import type { Visibility } from '../domain/model.ts';
import type { Sql } from './database.ts';
import { instantSql } from './instant-sql.ts';

export interface NewDocument {
  name: string;
  mediaType: string;
  bytes: Buffer;
  sha256: string;
  isScanned: boolean;
}
export interface DocumentPlace {
  onboardingId: string;
  /** null: of the onboarding as a whole */
  taskId: string | null;
  addedById: string | null;
  inboundMailId: string | null;
  visibility: Visibility;
}

/** The same file handed in again for the same task is the same document, shared once somebody shares it. */
export async function storeDocuments(
  tx: Sql,
  documents: NewDocument[],
  place: DocumentPlace,
  now: Date,
): Promise<void> {
  for (const { name, mediaType, bytes, sha256, isScanned } of documents) {
    await tx.query(
      `WITH stored AS (
         INSERT INTO documents (id, onboarding_id, task_id, name, media_type, size, sha256, is_scanned, added_by_id, inbound_mail_id, visibility, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT (task_id, sha256, name) DO UPDATE SET visibility = 'shared' WHERE excluded.visibility = 'shared' RETURNING id
       ) INSERT INTO document_contents (document_id, bytes) SELECT id, $13 FROM stored ON CONFLICT DO NOTHING`,
      [
        uuid(),
        place.onboardingId,
        place.taskId,
        name,
        mediaType,
        bytes.length,
        sha256,
        isScanned,
        place.addedById,
        place.inboundMailId,
        place.visibility,
        now,
        bytes,
      ],
    );
  }
}

export interface DocumentRow {
  id: string;
  taskId: string | null;
  taskName: string | null;
  name: string;
  mediaType: string;
  size: number;
  isScanned: boolean;
  addedBy: string | null;
  via: 'email' | 'upload';
  visibility: Visibility;
  createdAt: string;
}

const listed = `SELECT d.id, d.task_id AS "taskId", t.name AS "taskName", d.name, d.media_type AS "mediaType", d.size, d.is_scanned AS "isScanned", p.name AS "addedBy",
    CASE WHEN d.inbound_mail_id IS NULL THEN 'upload' ELSE 'email' END AS via, d.visibility, ${instantSql('d.created_at')} AS "createdAt"
  FROM documents d LEFT JOIN tasks t ON t.id = d.task_id LEFT JOIN people p ON p.id = d.added_by_id`;
const newestFirst = 'ORDER BY d.created_at DESC, d.id DESC LIMIT 500';

/** For our people, newest first. `taskId` null: of the whole onboarding, its tasks' included. */
export const listDocuments = (sql: Sql, onboardingId: string, taskId: string | null): Promise<DocumentRow[]> =>
  sql.query<DocumentRow & Record<string, unknown>>(
    `${listed} WHERE d.onboarding_id = $1 AND ($2::uuid IS NULL OR d.task_id = $2) ${newestFirst}`,
    [onboardingId, taskId],
  );

export interface MailDocument {
  id: string;
  name: string;
  sha256: string;
  /** false: the same file was there before */
  isOfMail: boolean;
}

/** Of this mail, and those that were handed in before where its files go. */
export const documentsOfMail = (
  sql: Sql,
  { id, onboardingId, taskId }: { id: string; onboardingId: string | null; taskId: string | null },
): Promise<MailDocument[]> =>
  sql.query<MailDocument & Record<string, unknown>>(
    `SELECT d.id, d.name, d.sha256, d.inbound_mail_id IS NOT DISTINCT FROM $1 AS "isOfMail" FROM documents d
     WHERE d.inbound_mail_id = $1 OR d.onboarding_id = $2 AND d.task_id = $3 ORDER BY d.name, d.id`,
    [id, onboardingId, taskId],
  );

/**
 * Customers and partners see what is neither internal nor of internal work, as they see words and the plan. $1: the
 * onboarding, $2: who looks, $3: of which task; null: of all
 */
const visible = `d.onboarding_id = $1 AND ($3::uuid IS NULL OR d.task_id = $3) AND (d.visibility = 'shared' AND (d.task_id IS NULL OR t.visibility = 'shared')
  OR EXISTS (SELECT 1 FROM people v WHERE v.id = $2 AND v.side = 'team'))`;

export interface DocumentReader {
  onboardingId: string;
  personId: string;
  /** null: of the whole onboarding */
  taskId: string | null;
}

/** As far as this person may see them, newest first. */
export const listVisibleDocuments = (
  sql: Sql,
  { onboardingId, personId, taskId }: DocumentReader,
): Promise<DocumentRow[]> =>
  sql.query<DocumentRow & Record<string, unknown>>(`${listed} WHERE ${visible} ${newestFirst}`, [
    onboardingId,
    personId,
    taskId,
  ]);

export interface DocumentContent {
  name: string;
  mediaType: string;
  bytes: Buffer;
}

export async function readVisibleDocument(
  sql: Sql,
  documentId: string,
  { onboardingId, personId, taskId }: DocumentReader,
): Promise<DocumentContent | null> {
  const [row] = await sql.query<DocumentContent & Record<string, unknown>>(
    `SELECT d.name, d.media_type AS "mediaType", c.bytes FROM documents d JOIN document_contents c ON c.document_id = d.id
     LEFT JOIN tasks t ON t.id = d.task_id WHERE d.id = $4 AND ${visible}`,
    [onboardingId, personId, taskId, documentId],
  );
  return row ?? null;
}

/** For our people. */
export async function readDocument(sql: Sql, documentId: string): Promise<DocumentContent | null> {
  const [row] = await sql.query<DocumentContent & Record<string, unknown>>(
    `SELECT d.name, d.media_type AS "mediaType", c.bytes FROM documents d JOIN document_contents c ON c.document_id = d.id WHERE d.id = $1`,
    [documentId],
  );
  return row ?? null;
}
