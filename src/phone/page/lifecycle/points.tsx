import { Icon, type IconName } from '#resources/kit/icon.tsx'

/** What will happen, point by point. */
export const Points = ({ points }: { points: readonly (readonly [IconName, string])[] }) => (
  <ul className="lifecycle-points">
    {points.map(([icon, text]) => (
      <li key={text}>
        <Icon name={icon} size={22} />
        <span>{text}</span>
      </li>
    ))}
  </ul>
)
