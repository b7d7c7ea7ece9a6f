/** Text that PostgreSQL cannot hold: a NUL, or half of a surrogate pair. @returns where it is, null when all is well. */
export function unstorablePath(value: unknown, path: string[] = []): string[] | null {
  if (typeof value === 'string') return value.includes('\0') || !value.isWellFormed() ? path : null;
  if (typeof value !== 'object' || value === null) return null;
  for (const [key, inner] of Object.entries(value)) {
    const found = unstorablePath(key, [...path, key]) ?? unstorablePath(inner, [...path, key]);
    if (found) return found;
  }
  return null;
}
