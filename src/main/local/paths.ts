import { homedir } from 'node:os';
import { join } from 'node:path';

/** True where the process runs as root: PostgreSQL then needs an account, and a place, of its own. */
export function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/** Where local data lives when nobody said otherwise; root's home is usually closed to PostgreSQL's account. */
export function defaultDataDir(): string {
  return isRoot() ? '/var/lib/gangway' : join(homedir(), '.local', 'share', 'gangway');
}

/** Where things that can be built again are kept when nobody said otherwise. */
export function defaultCacheDir(xdgCacheHome?: string): string {
  return join(xdgCacheHome ?? join(homedir(), '.cache'), 'gangway');
}
