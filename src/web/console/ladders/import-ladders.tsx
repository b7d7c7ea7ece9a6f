import { YamlDialog } from '../../ui/yaml-dialog.tsx';
import { useLadders } from './ladder-changes.ts';

export function ImportLadders({ onClose }: { onClose: () => void }) {
  const { change, read } = useLadders();
  return (
    <YamlDialog
      title="Import ladders"
      as="ladders"
      help="What a playbook file says under ladders, chase and phases, with format: 2 above it."
      onClose={onClose}
      onRead={async (yaml) => {
        const { content, issues } = await read(yaml);
        if (!content) return issues.map(({ line, path, message }) => ({ line, at: path, problem: message }));
        change(content);
        return [];
      }}
    />
  );
}
