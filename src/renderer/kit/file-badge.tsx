import './file-badge.css'
import { Icon } from '#resources/kit/icon.tsx'

/** A file that can be picked up, with its ending. The encrypted one carries the seal's colour. */
export const FileBadge = ({ kind }: { kind: 'ebid' | 'nbid' | 'pdf' }) => (
  <span className={`file-badge ${kind}`} aria-hidden="true">
    <Icon name={kind === 'ebid' ? 'lock' : 'file'} />
    {kind}
  </span>
)
