/** Icons on a 20-unit grid, stroke 1.5 px at every size. They carry no meaning alone: words stand beside them. */
import type { ReactNode } from 'react'
import './icon.css'

const drawings = {
  add: <path d="M10 4v12M4 10h12" />,
  alert: <path d="M10 3.5 17.3 16.5H2.7zM10 8.5v3.5M10 14.3v.01" />,
  back: <path d="M16 10H4M8.5 5.5 4 10l4.5 4.5" />,
  certificate: (
    <>
      <rect x="2.5" y="4" width="15" height="11" rx="1.2" />
      <path d="M5.5 7.5h6M5.5 10.5h4" />
      <circle cx="14" cy="10.5" r="1.6" />
      <path d="M13 12.5V17l1-.8 1 .8v-4.5" />
    </>
  ),
  check: <path d="M4.5 10.5l3.5 3.5 7.5-8" />,
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
  erase: <path d="M7 4.5h10v11H7L2.5 10zM10 8l4 4M14 8l-4 4" />,
  file: <path d="M5 3h6.5L15 6.5V17H5zM11.5 3v3.5H15" />,
  history: <path d="M3.5 10a6.5 6.5 0 1 0 2-4.7L3.5 7M3.5 3.5V7H7M10 6.5V10l2.5 1.5" />,
  home: <path d="M3 9.5 10 4l7 5.5M5 8.5V16.5h10V8.5" />,
  info: (
    <>
      <circle cx="10" cy="10" r="7" />
      <path d="M10 9.5v4M10 6.7v.01" />
    </>
  ),
  lock: (
    <>
      <rect x="4" y="9" width="12" height="8" rx="1.5" />
      <path d="M7 9V6.5a3 3 0 0 1 6 0V9M10 12.5v1.5" />
    </>
  ),
  person: (
    <>
      <circle cx="10" cy="7" r="3.3" />
      <path d="M3.5 17c.6-3.6 3.2-5.3 6.5-5.3s5.9 1.7 6.5 5.3" />
    </>
  ),
  question: (
    <>
      <circle cx="10" cy="10" r="7" />
      <path d="M8 8a2 2 0 1 1 2.8 1.9c-.6.3-.8.7-.8 1.4M10 13.7v.01" />
    </>
  ),
  right: <path d="M8 5.5l4.5 4.5L8 14.5" />,
  scan: (
    <path d="M3 7V4.5A1.5 1.5 0 0 1 4.5 3H7M13 3h2.5A1.5 1.5 0 0 1 17 4.5V7M17 13v2.5a1.5 1.5 0 0 1-1.5 1.5H13M7 17H4.5A1.5 1.5 0 0 1 3 15.5V13M3 10h14" />
  ),
} satisfies Record<string, ReactNode>

export type IconName = keyof typeof drawings

export const Icon = ({ name, size = 20 }: { name: IconName; size?: number }) => (
  <svg className="icon" width={size} height={size} viewBox="0 0 20 20" aria-hidden="true">
    {drawings[name]}
  </svg>
)

/** The word mark's seal. */
export const Mark = ({ size = 26 }: { size?: number }) => (
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
