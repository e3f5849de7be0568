/** Icons on a 20-unit grid, stroke 1.5 px at every size. They carry no meaning alone: words stand beside them. */
import type { ReactNode } from 'react'

const drawings = {
  add: <path d="M10 4v12M4 10h12" />,
  alert: <path d="M10 3.5 17.3 16.5H2.7zM10 8.5v3.5M10 14.3v.01" />,
  back: <path d="M16 10H4M8.5 5.5 4 10l4.5 4.5" />,
  bell: <path d="M5 14h10l-1.2-2V9a3.8 3.8 0 0 0-7.6 0v3zM8.5 16.5h3M10 5.2V3.5" />,
  building: <path d="M4.5 16.5v-13h6.5v13M11 8h4.5v8.5M2.5 16.5h15M7 6.5h1.5M7 9.5h1.5M7 12.5h1.5" />,
  calendar: (
    <>
      <rect x="3.5" y="4.5" width="13" height="12" rx="1.5" />
      <path d="M3.5 8.5h13M7 3v3M13 3v3" />
    </>
  ),
  certificate: (
    <>
      <rect x="2.5" y="4" width="15" height="11" rx="1.2" />
      <path d="M5.5 7.5h6M5.5 10.5h4" />
      <circle cx="14" cy="10.5" r="1.6" />
      <path d="M13 12.5V17l1-.8 1 .8v-4.5" />
    </>
  ),
  check: <path d="M4.5 10.5l3.5 3.5 7.5-8" />,
  checked: (
    <>
      <circle cx="10" cy="10" r="7" />
      <path d="M7 10.3l2.2 2.2 3.9-4.5" />
    </>
  ),
  clock: (
    <>
      <circle cx="10" cy="10" r="7" />
      <path d="M10 6v4l2.8 1.8" />
    </>
  ),
  close: <path d="M5 5l10 10M15 5L5 15" />,
  computer: (
    <>
      <rect x="2.5" y="3.5" width="15" height="10" rx="1.2" />
      <path d="M7 16.5h6M10 13.5v3" />
    </>
  ),
  copy: (
    <>
      <rect x="7" y="7" width="9" height="9.5" rx="1" />
      <path d="M13 7V4H4v9.5h3" />
    </>
  ),
  down: <path d="M5.5 8l4.5 4.5L14.5 8" />,
  edit: <path d="M4 16l.8-3.4L13 4.4a1.5 1.5 0 0 1 2.2 0l.4.4a1.5 1.5 0 0 1 0 2.2L7.4 15.2z" />,
  erase: <path d="M7 4.5h10v11H7L2.5 10zM10 8l4 4M14 8l-4 4" />,
  export: <path d="M10 12.5V3.5M6.5 7 10 3.5 13.5 7M3.5 12v4.5h13V12" />,
  failed: (
    <>
      <circle cx="10" cy="10" r="7" />
      <path d="M7.5 7.5l5 5M12.5 7.5l-5 5" />
    </>
  ),
  file: <path d="M5 3h6.5L15 6.5V17H5zM11.5 3v3.5H15" />,
  fit: (
    <>
      <path d="M4 7V4h3M13 4h3v3M16 13v3h-3M7 16H4v-3" />
      <rect x="7" y="7" width="6" height="6" />
    </>
  ),
  folder: (
    <path d="M3 6.5A1.5 1.5 0 0 1 4.5 5h3.2l1.8 2h6A1.5 1.5 0 0 1 17 8.5v6a1.5 1.5 0 0 1-1.5 1.5h-11A1.5 1.5 0 0 1 3 14.5z" />
  ),
  history: <path d="M3.5 10a6.5 6.5 0 1 0 2-4.7L3.5 7M3.5 3.5V7H7M10 6.5V10l2.5 1.5" />,
  home: <path d="M3 9.5 10 4l7 5.5M5 8.5V16.5h10V8.5" />,
  info: (
    <>
      <circle cx="10" cy="10" r="7" />
      <path d="M10 9.5v4M10 6.7v.01" />
    </>
  ),
  left: <path d="M12 5.5L7.5 10l4.5 4.5" />,
  lock: (
    <>
      <rect x="4" y="9" width="12" height="8" rx="1.5" />
      <path d="M7 9V6.5a3 3 0 0 1 6 0V9M10 12.5v1.5" />
    </>
  ),
  maximise: <rect x="5" y="5" width="10" height="10" />,
  minimise: <path d="M4 10h12" />,
  open: (
    <>
      <rect x="4" y="9" width="12" height="8" rx="1.5" />
      <path d="M7 9V6.5a3 3 0 0 1 5.8-1M10 12.5v1.5" />
    </>
  ),
  person: (
    <>
      <circle cx="10" cy="7" r="3.3" />
      <path d="M3.5 17c.6-3.6 3.2-5.3 6.5-5.3s5.9 1.7 6.5 5.3" />
    </>
  ),
  phone: (
    <>
      <rect x="5.5" y="2.5" width="9" height="15" rx="1.8" />
      <path d="M9 15h2" />
    </>
  ),
  play: <path d="M6.5 4.5v11l9-5.5z" />,
  question: (
    <>
      <circle cx="10" cy="10" r="7" />
      <path d="M8 8a2 2 0 1 1 2.8 1.9c-.6.3-.8.7-.8 1.4M10 13.7v.01" />
    </>
  ),
  redo: <path d="M13 4l3.5 3.5L13 11M16.5 7.5h-8a4.5 4.5 0 0 0 0 9H12" />,
  refresh: <path d="M15.5 6A7 7 0 1 0 17 10.5M16 2.5v4h-4" />,
  remove: <path d="M4 6h12M8 6V4h4v2M5.5 6l.7 10.5h7.6L14.5 6M8.5 9v4.5M11.5 9v4.5" />,
  renew: <path d="M16 6.5A7 7 0 0 0 3.3 8.5M16.5 3v4h-4M4 13.5A7 7 0 0 0 16.7 11.5M3.5 17v-4h4" />,
  right: <path d="M8 5.5l4.5 4.5L8 14.5" />,
  scan: (
    <path d="M3 7V4.5A1.5 1.5 0 0 1 4.5 3H7M13 3h2.5A1.5 1.5 0 0 1 17 4.5V7M17 13v2.5a1.5 1.5 0 0 1-1.5 1.5H13M7 17H4.5A1.5 1.5 0 0 1 3 15.5V13M3 10h14" />
  ),
  search: (
    <>
      <circle cx="9" cy="9" r="5" />
      <path d="M13 13l4 4" />
    </>
  ),
  server: (
    <>
      <rect x="3" y="4" width="14" height="5" rx="1" />
      <rect x="3" y="11" width="14" height="5" rx="1" />
      <path d="M6 6.5h.01M6 13.5h.01" />
    </>
  ),
  settings: (
    <>
      <path d="M3 6h8M15 6h2M3 14h2M9 14h8" />
      <circle cx="13" cy="6" r="2" />
      <circle cx="7" cy="14" r="2" />
    </>
  ),
  shield: (
    <>
      <path d="M10 3l6 2v4.5c0 3.6-2.4 6.2-6 7.5-3.6-1.3-6-3.9-6-7.5V5z" />
      <path d="M7.3 10l2 2 3.5-3.8" />
    </>
  ),
  tag: (
    <>
      <path d="M3.5 3.5h6l7 7-6 6-7-7z" />
      <path d="M6.8 6.8v.01" />
    </>
  ),
  undo: <path d="M7 4 3.5 7.5 7 11M3.5 7.5h8a4.5 4.5 0 0 1 0 9H8" />,
  up: <path d="M5.5 12l4.5-4.5 4.5 4.5" />,
} satisfies Record<string, ReactNode>

export type IconName = keyof typeof drawings

interface IconProps {
  readonly name: IconName
  /** CSS pixels. */
  readonly size?: number
  readonly className?: string
}

export const Icon = ({ name, size = 16, className = '' }: IconProps) => (
  <svg className={`icon ${className}`} width={size} height={size} viewBox="0 0 20 20" aria-hidden="true">
    {drawings[name]}
  </svg>
)

/** The word mark's seal. */
export const Mark = ({ size = 20 }: { readonly size?: number }) => (
  <svg width={size} height={size} viewBox="0 0 20 20" aria-hidden="true">
    <rect width="20" height="20" rx="3.5" fill="var(--accent)" />
    <path
      d="M5.5 4.5v11M5.5 5.5 9 4.5M5.5 10H9M5.5 15l3.5-1.5M11.5 5h3.5v7l-1.5 1.2M11.5 5v11.5"
      fill="none"
      stroke="var(--text-inverse)"
      strokeWidth="1.5"
      strokeLinecap="square"
    />
  </svg>
)
