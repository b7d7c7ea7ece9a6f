/** Documents: their content has a table of its own, so that lists never touch it and one snapshot is the whole backup. */
import { v7 as uuid } from 'uuid';
import { instantSql } from './instant-sql.ts';
import type { Sql } from './database.ts';

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
}

/** The same file handed in again for the same task is the same document. */
export async function storeDocuments(
  tx: Sql,
  documents: NewDocument[],
  place: DocumentPlace,
  now: Date,
): Promise<void> {
  for (const { name, mediaType, bytes, sha256, isScanned } of documents) {
    await tx.query(
      `WITH stored AS (
         INSERT INTO documents (id, onboarding_id, task_id, name, media_type, size, sha256, is_scanned, added_by_id, inbound_mail_id, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (task_id, sha256, name) DO NOTHING RETURNING id
       ) INSERT INTO document_contents (document_id, bytes) SELECT id, $12 FROM stored`,
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
        now,
        bytes,
      ],
    );
  }
}

export interface DocumentRow {
  id: string;
  taskId: string | null;
  name: string;
  mediaType: string;
  size: number;
  isScanned: boolean;
  addedBy: string | null;
  via: 'email' | 'upload';
  createdAt: string;
}

/** Newest first. `taskId` null: of the whole onboarding, its tasks' included. */
export const listDocuments = (sql: Sql, onboardingId: string, taskId: string | null): Promise<DocumentRow[]> =>
  sql.query<DocumentRow>(
    `SELECT d.id, d.task_id AS "taskId", d.name, d.media_type AS "mediaType", d.size, d.is_scanned AS "isScanned", p.name AS "addedBy",
       CASE WHEN d.inbound_mail_id IS NULL THEN 'upload' ELSE 'email' END AS via, ${instantSql('d.created_at')} AS "createdAt"
     FROM documents d LEFT JOIN people p ON p.id = d.added_by_id
     WHERE d.onboarding_id = $1 AND ($2::uuid IS NULL OR d.task_id = $2) ORDER BY d.created_at DESC, d.id DESC LIMIT 500`,
    [onboardingId, taskId],
  );

/** `taskId` null: of whatever task. */
export async function readDocument(
  sql: Sql,
  documentId: string,
  taskId: string | null,
): Promise<{ name: string; mediaType: string; bytes: Buffer } | null> {
  const [row] = await sql.query<{ name: string; mediaType: string; bytes: Buffer }>(
    `SELECT d.name, d.media_type AS "mediaType", c.bytes FROM documents d JOIN document_contents c ON c.document_id = d.id WHERE d.id = $1 AND ($2::uuid IS NULL OR d.task_id = $2)`,
    [documentId, taskId],
  );
  return row ?? null;
}
