import { PartialBanner } from '../../ui/states.tsx';
import { useEditing } from './editing.tsx';

const inWords = new Intl.ListFormat('en-GB');

/** Said where it is set: for whom it changes nothing. */
export function OwnOfPlaybooks({ part }: { part: 'stages' | 'renewal' }) {
  const names = useEditing().choices?.ofPlaybooks[part] ?? [];
  if (names.length === 0) return null;
  const what = part === 'stages' ? 'stages' : 'renewal rule';
  return (
    <PartialBanner what={`${inWords.format(names)} ${names.length === 1 ? 'goes by its' : 'go by their'} own ${what}`}>
      What is set here holds for other playbooks. To have it hold for {names.length === 1 ? 'this one' : 'these'}, take
      “{part}” out of the playbook’s “crm” block; its next version then goes by what stands here.
    </PartialBanner>
  );
}
