import type { Connection } from '../../api/types.ts';
import { providerWord } from '../../ui/words.ts';

/** Why a connection stands still and what lets it go on, in our words; the CRM's own stand on its card. */
export function standstill({ provider, status, statusReason, hasAccess }: Connection): { what: string; next: string } {
  const crm = providerWord(provider);
  const waits = 'Nothing is lost: events and values wait here.';
  if (status === 'revoked')
    return {
      what: `${crm} refuses our access`,
      next: `${waits} Restore the access in ${crm} and press Resume, or give the connection a new secret.`,
    };
  const why = statusReason === null ? '' : `${statusReason.replace(/[.!]?$/, '.')} `;
  return { what: 'paused', next: `${why}${waits} ${hasAccess ? 'Resume lets them go on.' : 'Connect it again.'}` };
}
