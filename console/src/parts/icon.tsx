/** Pictures of 20 units, drawn with one line each. They say nothing that is not also written. */
const drawings = {
  overview: 'M3 3h6v8H3zM11 3h6v5h-6zM11 10h6v7h-6zM3 13h6v4H3z',
  events: 'M3 5h14M3 10h14M3 15h9',
  reports: 'M4 17V9M8.500 17V4M13 17v-6M17 17H3',
  exports: 'M4 11v5h12v-5M10 13V3M6.500 6.500 10 3l3.500 3.500',
  apps: 'M10 2.500 17 6v8l-7 3.500L3 14V6zM3 6l7 3.500L17 6M10 9.500v8',
  bell: 'M10 3a4.500 4.500 0 0 0-4.500 4.500c0 4-1.500 5.500-1.500 5.500h12s-1.500-1.500-1.500-5.500A4.500 4.500 0 0 0 10 3ZM8.500 16a1.600 1.600 0 0 0 3 0',
  search: 'M9 15A6 6 0 1 0 9 3a6 6 0 0 0 0 12ZM13.500 13.500 17 17',
  close: 'M5 5l10 10M15 5 5 15',
  sun: 'M10 13.500a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7ZM10 1.500v2M10 16.500v2M1.500 10h2M16.500 10h2M4 4l1.400 1.400M14.600 14.600 16 16M4 16l1.400-1.400M14.600 5.400 16 4',
  moon: 'M16.500 12A7 7 0 1 1 8 3.500a5.500 5.500 0 0 0 8.500 8.500Z',
  leave: 'M8 3H4v14h4M12.500 6.500 16 10l-3.500 3.500M16 10H8',
  live: 'M10 12a2 2 0 1 0 0-4 2 2 0 0 0 0 4ZM5.500 14.500a6.500 6.500 0 0 1 0-9M14.500 5.500a6.500 6.500 0 0 1 0 9',
  lock: 'M5 9h10v8H5zM7 9V6a3 3 0 0 1 6 0v3',
  copy: 'M7 7h9v10H7zM4 13V3h9',
  down: 'M10 3v9M6.500 9 10 12.500 13.500 9M4 16.500h12',
  plus: 'M10 4v12M4 10h12',
  minus: 'M4 10h12',
  columns: 'M3 4h14v12H3zM8 4v12M12.500 4v12',
  vault:
    'M3 4h14v12H3zM10 13a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM10 7V5.500M10 14.500V13M13 10h1.500M5.500 10H7',
  settings:
    'M3 6h8M15 6h2M3 14h2M9 14h8M13 8a2 2 0 1 0 0-4 2 2 0 0 0 0 4ZM7 16a2 2 0 1 0 0-4 2 2 0 0 0 0 4Z',
  circle: 'M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14Z',
  check: 'M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14ZM7 10l2.200 2.200L13 8',
  folder: 'M3 5.500h5l1.500 2H17v8H3z',
  person: 'M10 10a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7ZM3.500 17a6.500 5.500 0 0 1 13 0',
  key: 'M7 16a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7ZM9.500 10 16.500 3M13 6.500l2.500 2.500M15 4.500 17 6.500',
  back: 'M12 4 6 10l6 6',
} as const

export type IconName = keyof typeof drawings

export const Icon = ({ name, size = 16 }: { readonly name: IconName; readonly size?: number }) => (
  <svg
    className="icon"
    width={size}
    height={size}
    viewBox="0 0 20 20"
    fill="none"
    stroke="currentColor"
    strokeWidth="1.5"
    strokeLinecap="round"
    strokeLinejoin="round"
    aria-hidden="true"
  >
    <path d={drawings[name]} />
  </svg>
)
