/** 授权书: with it a company lets somebody use its certificate and seals; its certificate seals it. */
import type { Bytes } from '#core/bytes/bytes'
import type { AuthorisationStep } from '#core/application/form'
import { LETTER_SEAL } from '#core/application/letter'
import { maskIdNumber } from '#core/identity/proof'
import type { Known } from '../application/people.ts'
import { maskMobile } from '../account/mask.ts'
import { createSheet, WIDTH, type Sheet } from './sheet.ts'
import { loadType, type Typeface } from './type.ts'
import { dayInWords, dayOf, SEAL_NAMES } from './words.ts'

export interface LetterFacts {
  readonly id: string
  readonly company: string
  readonly creditCode: string
  readonly administrator: string
  readonly person: Known
  readonly granted: AuthorisationStep
  readonly organisation: string
  readonly platform: string
  /** When the person asked. */
  readonly at: number
}

const LEFT = 28
const RIGHT = WIDTH - LEFT
const SIZE = 12
const LEAD = 8.6
const SMALLEST = 9
const SIZES = [SIZE, 11, 10, SMALLEST] as const
/** Two ideographic spaces. */
const INDENT = '\u3000\u3000'

const textsOf = (facts: LetterFacts) => {
  const { company, creditCode, administrator, person, granted, organisation, platform, at } = facts
  return {
    title: '授权书',
    to: `致：${organisation}`,
    grant: `${INDENT}我单位${company}（统一社会信用代码：${creditCode}）授权工作人员${person.name}（身份证号码：${maskIdNumber(person.idNumber)}，手机号码：${maskMobile(person.mobile)}）作为我单位数字证书的办事人员，申领并使用我单位的企业数字证书，并按下列范围使用我单位的电子印章：`,
    table: [
      ['被授权人', person.name],
      ['授权印章', granted.seals.map((seal) => SEAL_NAMES[seal]).join('、')],
      ['授权期限', `${dayInWords(dayOf(at))}起，至${dayInWords(granted.until)}止`],
      ['使用范围', `${platform}的登录、签名、签章，投标文件的加密与解密`],
    ] as const,
    promise: `${INDENT}被授权人在上述范围和期限内作出的电子签名和签章，我单位均予承认，并承担由此产生的法律责任。被授权人无权转授权。`,
    end: `${INDENT}授权期限届满，或我单位在系统中撤销授权时，本授权书自行失效；被授权人离职的，我单位将立即撤销授权并注销相应证书。`,
    signed: [
      `授权单位（电子签章）：${company}`,
      `企业管理员：${administrator}`,
      `日期：${dayInWords(dayOf(at))}`,
    ] as const,
    number: `授权书编号：${facts.id.toUpperCase()}`,
  }
}
type Texts = ReturnType<typeof textsOf>

/** Where the signature begins: what is above ends before. */
const SIGNED = LETTER_SEAL.y - 7
const BODY_END = SIGNED - 10

/** All above the signature, in type of this size; the y after it. */
const drawBody = (sheet: Sheet, { title, to, grant, table, promise, end }: Texts, size: number): number => {
  const lead = (size * LEAD) / SIZE
  sheet.text(WIDTH / 2, 42, 24, [...title].join('\u3000'), 'centre')
  sheet.text(LEFT, 60, size, to)
  let y = sheet.paragraph(LEFT, 70, RIGHT - LEFT, size, lead, grant)
  for (const [label, text] of table) {
    const height = [...text].length > 26 ? 17 : 10.5
    sheet.box(LEFT, y - 4, 34, height)
    sheet.box(LEFT + 34, y - 4, RIGHT - LEFT - 34, height)
    sheet.text(LEFT + 17, y + (height - 10.5) / 2 + 2.8, 11, label, 'centre')
    sheet.paragraph(LEFT + 37, y + 2.8, RIGHT - LEFT - 40, 11, 6.5, text)
    y += height
  }
  y = sheet.paragraph(LEFT, y + 7, RIGHT - LEFT, size, lead, promise)
  return sheet.paragraph(LEFT, y, RIGHT - LEFT, size, lead, end)
}

/** The letter as a PDF of one page; the same bytes for the same facts. Long names make the type smaller. */
export const letterPdf = async (typeface: Typeface, facts: LetterFacts): Promise<Bytes> => {
  const texts = textsOf(facts)
  const type = await loadType(typeface, [JSON.stringify(texts)])
  const size = SIZES.find((each) => drawBody(createSheet(type), texts, each) <= BODY_END) ?? SMALLEST
  const sheet = createSheet(type)
  drawBody(sheet, texts, size)
  sheet.place(LETTER_SEAL.x, LETTER_SEAL.y, 20)
  let y: number = SIGNED
  for (const text of texts.signed) y = sheet.paragraph(LEFT + 30, y, RIGHT - LEFT - 30, SIZE, 6, text) + 4
  sheet.text(LEFT, 286, 8, texts.number)
  return sheet.toPdf(`${texts.title} ${facts.company} ${facts.person.name}`)
}
