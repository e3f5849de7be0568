import { describe, expect, it } from 'vitest'
import type { PageImage } from '#ipc/views'
import { createPagePictures, type PictureWish } from './page-pictures.ts'

const image = (width: number): PageImage => ({ width, height: 10, type: 'image/png', bytes: new Uint8Array() })
const bitmap = ({ width, height }: PageImage): ImageBitmap => ({ width, height, close: () => undefined })
const wish = (page: number, width = 10): PictureWish => ({ project: 'p', document: 'd', page, width })
const always = new AbortController().signal

const setUp = (budget?: number) => {
  const asked: number[] = []
  const answers: (() => void)[] = []
  const pictures = createPagePictures(
    ({ page, width }) =>
      new Promise((resolve) => {
        asked.push(page)
        answers.push(() => resolve(image(width)))
      }),
    (loaded) => Promise.resolve(bitmap(loaded)),
    budget,
  )
  const settle = () => new Promise((resolve) => setTimeout(resolve))
  const answer = async () => {
    answers.shift()?.()
    await settle()
  }
  return { pictures, asked, answer }
}

describe('page pictures', () => {
  it('asks for two at a time, the latest wish first', async () => {
    const { pictures, asked, answer } = setUp()
    const all = [1, 2, 3, 4].map((page) => pictures.get(wish(page), 'v', always))
    expect(asked).toEqual([1, 2])
    await answer()
    expect(asked).toEqual([1, 2, 4])
    for (let left = 3; left > 0; left -= 1) await answer()
    expect(await Promise.all(all)).toHaveLength(4)
  })

  it('never asks for a wish that was withdrawn', async () => {
    const { pictures, asked, answer } = setUp()
    const withdrawn = new AbortController()
    const first = [pictures.get(wish(1), 'v', always), pictures.get(wish(2), 'v', always)]
    const third = expect(pictures.get(wish(3), 'v', withdrawn.signal)).rejects.toThrow('gone')
    withdrawn.abort(new Error('gone'))
    await answer()
    await answer()
    await Promise.all(first)
    await third
    expect(asked).toEqual([1, 2])
  })

  it('keeps what it has, until the budget is spent or the document changes', async () => {
    const { pictures, asked, answer } = setUp(250)
    const get = async (page: number, version = 'v') => {
      const picture = pictures.get(wish(page), version, always)
      await answer()
      return picture
    }
    await get(1)
    await get(1)
    expect(asked).toEqual([1])
    expect(pictures.peek(wish(1), 'v')).not.toBeNull()
    await get(1, 'sealed')
    expect(asked).toEqual([1, 1])
    await get(2)
    expect(pictures.peek(wish(1), 'v')).toBeNull()
    expect(pictures.peek(wish(2), 'v')).not.toBeNull()
  })
})
