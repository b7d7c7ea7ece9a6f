import { type ReactNode, useEffect, useState } from 'react';
import './skeleton.css';

/** Shows nothing for 200 ms: most answers are there before one would notice waiting. */
export function Loading({ children, label = 'Loading' }: { children: ReactNode; label?: string }) {
  const [isSlow, setIsSlow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setIsSlow(true), 200);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div role="status" aria-label={label} className="loading">
      {isSlow && children}
    </div>
  );
}

export function Bone({ width = '100%', height = 14 }: { width?: string | number; height?: number }) {
  return <span className="bone" style={{ inlineSize: width, blockSize: height }} aria-hidden="true" />;
}

const widths = ['38%', '62%', '46%', '70%', '54%', '33%'];

/** Rows as a table or list will have them. */
export function BoneRows({ rows = 6, height = 44 }: { rows?: number; height?: number }) {
  return (
    <div className="bone-rows">
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className="bone-row" style={{ blockSize: height }}>
          <Bone width={widths[row % widths.length] ?? '50%'} />
          <Bone width={72} />
          <Bone width={96} />
        </div>
      ))}
    </div>
  );
}
