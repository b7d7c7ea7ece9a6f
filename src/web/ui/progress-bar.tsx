import { percent } from './words.ts';
import './progress-bar.css';

interface ProgressBarProps {
  /** 0–1 */
  share: number;
  label: string;
  /** said beside the bar; the percentage if left out, nothing if empty */
  words?: string;
  isRoomy?: boolean;
}

export function ProgressBar({ share, label, words = percent(share), isRoomy = false }: ProgressBarProps) {
  return (
    <span className={isRoomy ? 'progress progress-roomy' : 'progress'}>
      <span
        className="progress-track"
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(share * 100)}
      >
        <span className="progress-fill" style={{ inlineSize: `${Math.min(100, share * 100)}%` }} />
      </span>
      {words && <span className="progress-words">{words}</span>}
    </span>
  );
}
