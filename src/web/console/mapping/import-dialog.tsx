import { YamlDialog } from '../../ui/yaml-dialog.tsx';
import { useEditing } from './editing.tsx';
import { useMappingActs } from './use-mapping-acts.ts';

export function ImportDialog({ onClose }: { onClose: () => void }) {
  const { change } = useEditing();
  const { read } = useMappingActs();
  return (
    <YamlDialog
      title="Import a mapping"
      as="a mapping"
      help="The crm: block of a playbook, under the same name."
      onClose={onClose}
      onRead={async (yaml) => {
        const { content, issues } = await read(yaml);
        if (!content) return issues;
        change(content);
        return [];
      }}
    />
  );
}
