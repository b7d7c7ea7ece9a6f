/** A timestamp column as the instants of our contracts: ISO 8601, UTC, milliseconds. */
export const instantSql = (column: string): string =>
  `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
