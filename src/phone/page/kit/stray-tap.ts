import { useRef, type MouseEvent } from 'react'

/**
 * Tells the second half of a double tap that has brought something up, which is not meant for what stands there now.
 * Asked with every tap on it.
 */
export const useStrayTap = (): ((event: Pick<MouseEvent, 'detail'>) => boolean) => {
  const isUntouched = useRef(true)
  return ({ detail }) => {
    const isStray = isUntouched.current && detail > 1
    isUntouched.current = false
    return isStray
  }
}
