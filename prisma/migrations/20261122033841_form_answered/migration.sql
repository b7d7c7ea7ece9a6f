-- AlterTable
ALTER TABLE "tasks" ADD COLUMN     "form_answered_at" TIMESTAMPTZ(3);

-- Answers were comments that begin with the form's title. Certain are those which hold, below it, what every first
-- answer had to: all that is required of everybody, or where nothing is, something that the form asks.
UPDATE "tasks" t SET "form_answered_at" = a."at" FROM (
  SELECT c."task_id", min(c."created_at") AS "at"
  FROM "comments" c
    JOIN "tasks" answered ON answered."id" = c."task_id"
    JOIN "onboardings" o ON o."id" = answered."onboarding_id"
    JOIN "playbook_versions" v ON v."id" = o."playbook_version_id"
    CROSS JOIN LATERAL (
      SELECT v."body"->'forms'->(template->>'form') AS "form"
      FROM jsonb_path_query(v."body", 'lax $.phases[*].tasks[*]') template WHERE template->>'key' = answered."key" LIMIT 1
    ) asked
    CROSS JOIN LATERAL (
      SELECT bool_and(strpos(c."body", E'\n\n' || (field->>'label') || E':\n') > 0)
          FILTER (WHERE (field->>'required')::boolean AND field->>'kind' <> 'file' AND coalesce(field->'when', 'null') = 'null') AS "has_required",
        bool_or(strpos(c."body", E'\n\n' || (field->>'label') || E':\n') > 0) AS "has_any"
      FROM jsonb_array_elements(asked."form"->'fields') field
    ) held
  WHERE c."visibility" = 'shared' AND starts_with(c."body", (asked."form"->>'title') || E'\n\n')
    AND held."has_any" AND coalesce(held."has_required", true)
  GROUP BY c."task_id"
) a WHERE a."task_id" = t."id";
