import { nameOf } from '../format/path.ts'
import './path.css'

/** A path on one line. Where it is too long, its end still shows: what is cut stands before the last name. */
export const Path = ({ path }: { path: string }) => {
  const name = nameOf(path)
  return (
    <span className="path selectable" title={path}>
      <span className="clip path-before">{path.slice(0, path.length - name.length)}</span>
      <span className="clip">{name}</span>
    </span>
  )
}
