/** The phone's camera as a source of codes. */

/** Why there is no picture. */
export type CameraFault = 'denied' | 'missing' | 'insecure' | 'failed'

/** Between two looks at the camera's picture. */
const LOOK_EVERY = 120
/** The longer side of what is looked at: a code fills a good part of it. */
const LOOK_SIZE = 800

const faultOf = (error: unknown): CameraFault => {
  const name = error instanceof DOMException ? error.name : ''
  if (name === 'NotAllowedError') return 'denied'
  if (name === 'NotFoundError' || name === 'OverconstrainedError') return 'missing'
  return 'failed'
}

const frameOf = (video: HTMLVideoElement, canvas: HTMLCanvasElement): ImageData | null => {
  const scale = Math.min(1, LOOK_SIZE / Math.max(video.videoWidth, video.videoHeight))
  const [width, height] = [Math.round(video.videoWidth * scale), Math.round(video.videoHeight * scale)]
  if (width === 0 || height === 0) return null
  canvas.width = width
  canvas.height = height
  const context = canvas.getContext('2d', { willReadFrequently: true })
  context?.drawImage(video, 0, 0, width, height)
  return context?.getImageData(0, 0, width, height) ?? null
}

interface Watch {
  readonly video: HTMLVideoElement
  /** A code that came into view; the camera goes on until it is stopped. */
  readonly onCode: (text: string) => void
  readonly onRunning: () => void
  readonly onFault: (fault: CameraFault) => void
}

/** Shows the rear camera in a video element and reports codes. Returns how to switch the camera off. */
export const watchCamera = ({ video, onCode, onRunning, onFault }: Watch): (() => void) => {
  let isOver = false
  let stream: MediaStream | null = null

  const stop = () => {
    isOver = true
    for (const track of stream?.getTracks() ?? []) track.stop()
    video.srcObject = null
  }

  const run = async () => {
    if (!navigator.mediaDevices) return onFault('insecure')
    const decoder = import('./decoder.ts')
    stream = await navigator.mediaDevices.getUserMedia({
      audio: false,
      video: { facingMode: 'environment', width: { ideal: 1280 }, height: { ideal: 1280 } },
    })
    if (isOver) return stop()
    video.srcObject = stream
    await video.play()
    onRunning()
    const { prepare, readCode } = await decoder
    await prepare()
    const canvas = document.createElement('canvas')
    while (!isOver) {
      const picture = document.visibilityState === 'visible' ? frameOf(video, canvas) : null
      const text = picture && (await readCode(picture))
      if (text && !isOver) onCode(text)
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY))
    }
  }

  run().catch((error: unknown) => {
    if (!isOver) onFault(faultOf(error))
  })
  return stop
}
