import { utf8 } from '../bytes/bytes.ts'
import type { Matrix, PageGeometry, Rotation } from './geometry.ts'
import { addImage, readPng } from './image.ts'
import type { Increment } from './increment.ts'
import { dict, name, type PdfRef } from './object.ts'

const POINTS_PER_MM = 72 / 25.4

/** Turns the appearance against the page, so that it stands upright when the page is displayed. */
const UPRIGHT: Readonly<Record<Rotation, Matrix>> = {
  0: [1, 0, 0, 1, 0, 0],
  90: [0, 1, -1, 0, 0, 0],
  180: [-1, 0, 0, -1, 0, 0],
  270: [0, -1, 1, 0, 0, 0],
}

/** The appearance streams of one seal: one image, and one form for each rotation in use. */
export interface SealAppearance {
  formFor(page: PageGeometry): PdfRef
}

/** Adds the picture of a seal. Sizes in millimetres. Throws `seal-record-invalid` when it is not a PNG. */
export const addAppearance = (increment: Increment, png: Uint8Array, width: number, height: number): SealAppearance => {
  const image = addImage(increment, readPng(png))
  const forms = new Map<Rotation, PdfRef>()
  const [w, h] = [(width * POINTS_PER_MM).toFixed(4), (height * POINTS_PER_MM).toFixed(4)]
  const addForm = (rotation: Rotation): PdfRef =>
    increment.addStream(
      dict({
        Type: name('XObject'),
        Subtype: name('Form'),
        BBox: [0, 0, Number(w), Number(h)],
        Matrix: UPRIGHT[rotation],
        Resources: dict({ XObject: dict({ Seal: image }) }),
      }),
      utf8(`q ${w} 0 0 ${h} 0 0 cm /Seal Do Q`),
    )
  return {
    formFor: ({ rotation }) => {
      const form = forms.get(rotation) ?? addForm(rotation)
      forms.set(rotation, form)
      return form
    },
  }
}
