const columns = 12;
const rows = 4;
const gap = 56;

/** Cords between jacks, as column and row of both ends. */
const cords: { from: [number, number]; to: [number, number]; className: string }[] = [
  { from: [2, 0], to: [6, 2], className: 'stroke-accent' },
  { from: [4, 1], to: [9, 3], className: 'stroke-line-strong' },
  { from: [10, 0], to: [7, 1], className: 'stroke-line-strong' },
  { from: [1, 2], to: [3, 3], className: 'stroke-line-strong' },
];

function place([column, row]: [number, number]) {
  return { x: 28 + column * gap, y: 28 + row * gap * 1.25 };
}

/** A patch bay: rows of jacks, some of them joined by cords that hang. */
export function PatchbayDrawing({ className }: { className?: string }) {
  const jacks = Array.from({ length: columns * rows }, (_, index): [number, number] => [
    index % columns,
    Math.floor(index / columns),
  ]);
  return (
    <svg viewBox={`0 0 ${columns * gap} ${rows * gap * 1.25 + 40}`} aria-hidden="true" className={className}>
      {jacks.map((jack) => {
        const { x, y } = place(jack);
        return (
          <g key={`${x} ${y}`}>
            <circle cx={x} cy={y} r="11" className="fill-surface stroke-line-strong" />
            <circle cx={x} cy={y} r="4.5" className="fill-sunken stroke-line-strong" />
          </g>
        );
      })}
      {cords.map(({ from, to, className: stroke }) => {
        const start = place(from);
        const end = place(to);
        const sag = Math.max(start.y, end.y) + 72;
        return (
          <g key={`${from} ${to}`} className={stroke}>
            <path
              d={`M${start.x} ${start.y}C${start.x} ${sag} ${end.x} ${sag} ${end.x} ${end.y}`}
              className="fill-none"
              strokeWidth="3.5"
              strokeLinecap="round"
            />
            {[start, end].map(({ x, y }) => (
              <circle key={`${x} ${y}`} cx={x} cy={y} r="6" className="fill-surface" strokeWidth="3.5" />
            ))}
          </g>
        );
      })}
    </svg>
  );
}
