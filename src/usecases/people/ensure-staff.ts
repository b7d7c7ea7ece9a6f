import { v7 as uuid } from 'uuid';
import type { Clock } from '../../db/clock.ts';
import type { Database } from '../../db/database.ts';
import type { StaffRole } from '../../domain/model.ts';

export interface StaffMember {
  name: string;
  email: string;
  staffRole: StaffRole;
  timezone: string | null;
  managerEmail?: string;
  defaultFor?: string[];
}

/** Names our people where they are not known yet, and who fills a team role when nobody else does; safe to repeat. */
export async function ensureStaff({ db, clock }: { db: Database; clock: Clock }, staff: StaffMember[]): Promise<void> {
  await db.transaction(async (tx) => {
    const rows = staff.map(({ name, email, staffRole, timezone }) => ({
      id: uuid(),
      name,
      email: email.toLowerCase(),
      staff_role: staffRole,
      timezone,
    }));
    await tx.query(
      `INSERT INTO people AS p (id, side, name, email, staff_role, timezone, created_at)
       SELECT id, 'team', name, email, staff_role, timezone, $2 FROM jsonb_to_recordset($1::jsonb) AS s(id uuid, name text, email text, staff_role text, timezone text) ORDER BY email
       ON CONFLICT (email) DO UPDATE SET staff_role = coalesce(p.staff_role, excluded.staff_role), timezone = coalesce(p.timezone, excluded.timezone)`,
      [JSON.stringify(rows), clock.now()],
    );
    const managed = staff.flatMap(({ email, managerEmail }) =>
      managerEmail ? [{ email: email.toLowerCase(), manager: managerEmail.toLowerCase() }] : [],
    );
    await tx.query(
      `UPDATE people p SET manager_id = m.id FROM jsonb_to_recordset($1::jsonb) AS g(email text, manager text) JOIN people m ON m.email = g.manager WHERE p.email = g.email AND p.manager_id IS NULL`,
      [JSON.stringify(managed)],
    );
    const defaults = staff.flatMap(({ email, defaultFor }) =>
      (defaultFor ?? []).map((role) => ({ role, email: email.toLowerCase() })),
    );
    if (defaults.length === 0) return;
    await tx.query(
      `INSERT INTO settings (key, value, updated_at)
       SELECT 'default_roles', jsonb_object_agg(d.role, p.id), $2 FROM jsonb_to_recordset($1::jsonb) AS d(role text, email text) JOIN people p ON p.email = d.email
       ON CONFLICT (key) DO UPDATE SET value = excluded.value || settings.value`,
      [JSON.stringify(defaults), clock.now()],
    );
  });
}
