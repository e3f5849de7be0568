/** 数字证书申请表: the application form, filled in, to be printed, signed, stamped and sent back as a picture. */
import type { Bytes } from '#core/bytes/bytes'
import type { ApplicationForm } from '#core/application/form'
import type { ApplicationKind } from '#core/application/state'
import type { Known } from '../application/people.ts'
import { createSheet, WIDTH, type Sheet } from './sheet.ts'
import { loadType, type Typeface } from './type.ts'
import { dayInWords, dayOf, ID_TYPE_NAMES, KIND_NAMES } from './words.ts'

export interface FormFacts {
  readonly id: string
  readonly kind: ApplicationKind
  readonly creditCode: string
  readonly company: string
  readonly details: ApplicationForm['company']
  readonly applicant: Known
  readonly province: string
  readonly platform: string
  readonly organisation: string
  /** When it was begun. */
  readonly at: number
}

const LEFT = 20
const RIGHT = WIDTH - LEFT
const ROW = 8.6
const LABEL = 34
const SIZE = 10.5

const TITLE = '数字证书申请表'
const TAKEOVER_TITLE = '变更企业管理员申请书'
const KINDS_SHOWN = ['claim', 'join', 'renew', 'recover'] as const
/** Beside one another, millimetres. */
const KIND_PLACES = [0, 42, 74, 106]
const DECLARATIONS = [
  '1．申请单位及经办人保证所填内容和所附材料真实、完整、有效；因内容不实造成的损失由申请单位承担。',
  '2．申请单位知悉：签名证书的私钥在经办人的手机上产生并保存，任何人不得索取；手机口令（PIN）由经办人保管，凭证书和口令作出的电子签名、签章与手写签名、盖章具有同等法律效力。',
  '3．加密证书的密钥由电子认证服务机构依法托管，仅在申请单位办理证书找回并通过审核后恢复。',
  '4．手机遗失、口令泄露或经办人离职时，申请单位应当立即办理证书注销；注销后证书不能恢复。',
  '5．申请单位已阅读并同意《电子认证业务规则》和《数字证书服务协议》。',
]
const TAKEOVER_DECLARATIONS = [
  DECLARATIONS[0] ?? '',
  '2．申请单位的原企业管理员已离职或无法联系。自新管理员的证书签发时起，原企业管理员的管理权限终止，其在申请单位名下的手机证书全部注销，注销后不能恢复；用其证书加密、尚未解密的投标文件，只能由其本人的手机解密。',
  '3．申请单位确认由上述新任企业管理员管理本单位的人员、授权和电子印章，同意电子认证服务机构按独立查得的联系方式向法定代表人或本单位核实，并通知原企业管理员。',
  '4．签名证书的私钥在新任企业管理员的手机上产生并保存，任何人不得索取；凭证书和手机口令（PIN）作出的电子签名、签章与手写签名、盖章具有同等法律效力。加密证书的密钥依法托管。',
  DECLARATIONS[4] ?? '',
]
const OFFICE = '以下由电子认证服务机构填写'

type Pair = readonly [label: string, value: string]

const UNKNOWN = '—'

const companyRows = ({ company, creditCode, details }: FormFacts): readonly (readonly Pair[])[] => {
  const until = details?.licenceUntil
  const licence = until === undefined ? UNKNOWN : until === 'long-term' ? '长期' : dayInWords(until)
  return [
    [['企业名称', company]],
    [
      ['统一社会信用代码', creditCode],
      ['营业执照有效期', licence],
    ],
    [
      ['法定代表人', details?.legalPerson ?? UNKNOWN],
      ['证件类型', details === null ? UNKNOWN : ID_TYPE_NAMES[details.idType]],
    ],
    [['证件号码', details?.idNumber ?? UNKNOWN]],
  ]
}

const personRows = ({ applicant }: FormFacts): readonly (readonly Pair[])[] => [
  [
    ['姓　　名', applicant.name],
    ['手机号码', applicant.mobile],
  ],
  [['身份证号码', applicant.idNumber]],
]

const certificateRows = ({ province, platform, organisation }: FormFacts): readonly (readonly Pair[])[] => [
  [
    ['所在省份', province],
    ['CA机构', organisation],
  ],
  [['交易平台', platform]],
  [['证书用途', '身份认证、电子签名、电子签章、投标文件加密与解密']],
]

/** A value in its cell: smaller where it would be too long, on two lines where that is not enough. */
const value = (sheet: Sheet, x: number, y: number, width: number, text: string): void => {
  const isLong = [...text].length * SIZE * 0.353 > width - 4
  if (!isLong || /^[\x20-\x7e]*$/.test(text)) sheet.text(x + 2, y + 5.8, SIZE, text)
  else sheet.paragraph(x + 2, y + 3.8, width - 4, 8, 3.7, text)
}

const section = (sheet: Sheet, y: number, title: string): number => {
  sheet.shade(LEFT, y, RIGHT - LEFT, 7)
  sheet.box(LEFT, y, RIGHT - LEFT, 7)
  sheet.text(LEFT + 2, y + 5, SIZE, title)
  return y + 7
}

const rows = (sheet: Sheet, y: number, all: readonly (readonly Pair[])[]): number => {
  let at = y
  for (const pairs of all) {
    const width = (RIGHT - LEFT) / pairs.length
    pairs.forEach(([label, text], column) => {
      const x = LEFT + column * width
      sheet.box(x, at, LABEL, ROW)
      sheet.box(x + LABEL, at, width - LABEL, ROW)
      sheet.text(x + LABEL / 2, at + 5.8, 10, label, 'centre')
      value(sheet, x + LABEL, at, width - LABEL, text)
    })
    at += ROW
  }
  return at
}

const kindRow = (sheet: Sheet, y: number, kind: ApplicationKind): number => {
  sheet.box(LEFT, y, LABEL, ROW)
  sheet.box(LEFT + LABEL, y, RIGHT - LEFT - LABEL, ROW)
  sheet.text(LEFT + LABEL / 2, y + 5.8, 10, '业务类型', 'centre')
  const shown: readonly ApplicationKind[] = kind === 'takeover' ? ['takeover'] : KINDS_SHOWN
  shown.forEach((each, at) => {
    const x = LEFT + LABEL + 3 + (KIND_PLACES[at] ?? 0)
    sheet.tick(x, y + 6, 3.2, each === kind)
    sheet.text(x + 4.6, y + 5.8, 10, KIND_NAMES[each])
  })
  return y + ROW
}

const declarations = (sheet: Sheet, y: number, texts: readonly string[]): number => {
  let at = y + 4.6
  for (const text of texts) at = sheet.paragraph(LEFT + 3, at, RIGHT - LEFT - 6, 9, 4.5, text) + 0.3
  const end = at - 1.4
  sheet.box(LEFT, y, RIGHT - LEFT, end - y)
  return end
}

const signatures = (sheet: Sheet, y: number): number => {
  const height = 43
  const middle = LEFT + 80
  sheet.box(LEFT, y, middle - LEFT, height)
  sheet.box(middle, y, RIGHT - middle, height)
  sheet.text(LEFT + 3, y + 9, SIZE, '法定代表人（签字）：')
  sheet.line(LEFT + 40, y + 10, middle - 5, y + 10)
  sheet.text(LEFT + 3, y + 23, SIZE, '经办人（签字）：')
  sheet.line(LEFT + 33, y + 24, middle - 5, y + 24)
  sheet.text(middle - 5, y + 38, SIZE, '年　　　月　　　日', 'right')
  sheet.text(middle + 3, y + 9, SIZE, '申请单位（盖公章）：')
  sheet.place(middle + 62, y + 21.5, 19.5)
  sheet.text(middle + 3, y + 38, SIZE, '年　　月　　日')
  return y + height
}

const office = (sheet: Sheet, y: number): number => {
  const height = 17
  sheet.box(LEFT, y, RIGHT - LEFT, height)
  sheet.text(LEFT + 3, y + 6.4, 10, '审核意见：')
  sheet.tick(LEFT + 24, y + 6.6, 3.2, false)
  sheet.text(LEFT + 28.6, y + 6.4, 10, '通过')
  sheet.tick(LEFT + 42, y + 6.6, 3.2, false)
  sheet.text(LEFT + 46.6, y + 6.4, 10, '退回，原因：')
  sheet.line(LEFT + 69, y + 7.4, RIGHT - 5, y + 7.4)
  sheet.text(LEFT + 3, y + 14, 10, '审核人：')
  sheet.line(LEFT + 18, y + 15, LEFT + 60, y + 15)
  sheet.text(LEFT + 66, y + 14, 10, '复核人：')
  sheet.line(LEFT + 81, y + 15, LEFT + 120, y + 15)
  sheet.text(RIGHT - 5, y + 14, 10, '年　　月　　日', 'right')
  return y + height
}

/** Everything that is written on it, for the outlines. */
const STATIC = [
  ...[
    TITLE,
    TAKEOVER_TITLE,
    OFFICE,
    ...DECLARATIONS,
    ...TAKEOVER_DECLARATIONS,
    ...Object.values(KIND_NAMES),
    ...Object.values(ID_TYPE_NAMES),
  ],
  '一二三四五六、企业信息新任管理员经办人（证书持有人）申请声明签章申请编号填表日期：法定代表人（签字）申请单位（盖公章）',
  '业务类型审核意见：通过退回，原因复核人年月日　—长期0123456789本表由系统生成，请打印后签字、盖章，拍照或扫描上传。',
]

/** The form as a PDF of one page. */
export const applicationFormPdf = async (typeface: Typeface, facts: FormFacts): Promise<Bytes> => {
  const tables = [companyRows(facts), personRows(facts), certificateRows(facts)] as const
  const type = await loadType(typeface, [...STATIC, ...tables.flat(3), facts.id.toUpperCase()])
  const sheet = createSheet(type)
  const isTakeover = facts.kind === 'takeover'
  const title = isTakeover ? TAKEOVER_TITLE : TITLE
  sheet.text(WIDTH / 2, 24, 20, title, 'centre')
  sheet.text(LEFT, 33, 9, `申请编号：${facts.id.toUpperCase()}`)
  sheet.text(RIGHT, 33, 9, `填表日期：${dayInWords(dayOf(facts.at))}`, 'right')
  let y = section(sheet, 35.5, '一、企业信息')
  y = section(
    sheet,
    rows(sheet, y, tables[0]),
    isTakeover ? '二、新任企业管理员（证书持有人）' : '二、经办人（证书持有人）',
  )
  y = section(sheet, rows(sheet, y, tables[1]), '三、证书信息')
  y = rows(sheet, kindRow(sheet, y, facts.kind), tables[2])
  y = declarations(sheet, section(sheet, y, '四、申请声明'), isTakeover ? TAKEOVER_DECLARATIONS : DECLARATIONS)
  y = signatures(sheet, section(sheet, y, '五、签字、盖章'))
  y = office(sheet, section(sheet, y, `六、${OFFICE}`))
  sheet.text(WIDTH / 2, y + 6, 8, '本表由系统生成：打印后签字、盖章，拍照或扫描上传。', 'centre')
  return sheet.toPdf(`${title} ${facts.company}`)
}
