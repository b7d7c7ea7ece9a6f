import { useQueryClient } from '@tanstack/react-query';
import { write } from '../../api/client.ts';
import { keys } from '../../api/queries.ts';
import type { Mapping } from '../../api/types.ts';
import { say } from '../../ui/toast.tsx';
import { plural } from '../../ui/words.ts';
import { useEditing } from './editing.tsx';

/** What can be done with the mapping as it is on the screen. */
export function useMappingActs() {
  const { connection, content, isChanged, basedOn, view, discard } = useEditing();
  const queries = useQueryClient();
  const path = `/crm/connections/${connection.id}/mapping`;
  const again = () =>
    Promise.all([keys.system, keys.ledger].map((queryKey) => queries.invalidateQueries({ queryKey })));
  const save = async (as: Mapping, note: string): Promise<number> => {
    const { version } = await write('saveMapping', 'PUT', path, { content: as, note, basedOn });
    discard();
    return version;
  };
  return {
    async keep(note: string): Promise<void> {
      const version = await save(content, note);
      say(`Kept as version ${version}; nothing follows it yet`);
      await again();
    },
    async switchOn(note: string): Promise<void> {
      const version = isChanged ? await save(content, note) : (view.draft?.version ?? 0);
      try {
        const { onboardings } = await write('activateMapping', 'POST', `${path}/activate`, { version });
        say(
          `Version ${version} is on; ${plural(onboardings, 'onboarding')} ${onboardings === 1 ? 'follows' : 'follow'} it`,
        );
      } finally {
        await again();
      }
    },
    /** as the text of a file */
    async asYaml(): Promise<string> {
      const { yaml } = await write('checkMapping', 'POST', `${path}/check`, { content });
      return yaml ?? '';
    },
    read: (yaml: string) => write('checkMapping', 'POST', `${path}/check`, { yaml }),
  };
}
