import { spawnSync } from 'node:child_process';

/**
 * Puts `setpriv --pdeathsig` (util-linux) before a command, so that the kernel signals the child when we
 * are killed hard and cannot do it. Elsewhere the next start ends what was left behind.
 */
export function dieWithParent(
  signal: 'INT' | 'KILL',
  command: string,
  args: readonly string[],
): { command: string; args: readonly string[] } {
  const probe = spawnSync('setpriv', ['--pdeathsig', signal, 'true'], { stdio: 'ignore' });
  if (probe.status !== 0) return { command, args };
  return { command: 'setpriv', args: ['--pdeathsig', signal, command, ...args] };
}
