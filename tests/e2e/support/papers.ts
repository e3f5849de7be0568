/** Pictures as people send them: a licence, and an application form that was printed, stamped and photographed. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'

export interface LicenceFacts {
  readonly name: string
  readonly creditCode: string
  readonly legalPerson: string
  /** As it stands there. */
  readonly until: string
}

const FONT = 'font-family="Noto Serif CJK SC, SimSun, serif"'

const star = (x: number, y: number, radius: number): string =>
  Array.from({ length: 10 }, (_, at) => {
    const angle = (Math.PI * at) / 5 - Math.PI / 2
    const far = at % 2 === 0 ? radius : radius * 0.382
    return `${(x + far * Math.cos(angle)).toFixed(1)},${(y + far * Math.sin(angle)).toFixed(1)}`
  }).join(' ')

/** A round stamp around a point, with a text along its upper edge. */
const stamp = (x: number, y: number, radius: number, text: string): string => {
  const letters = [...text]
  const span = Math.min(250, letters.length * 22)
  const each = letters.map((letter, at) => {
    const turn = letters.length === 1 ? 0 : -span / 2 + (span * at) / (letters.length - 1)
    return `<text transform="rotate(${turn} ${x} ${y}) translate(${x} ${y - radius * 0.72})" text-anchor="middle"
      font-size="${radius * 0.26}">${letter}</text>`
  })
  return `<g fill="#c02b22" ${FONT} font-weight="700" opacity=".86">
    <circle cx="${x}" cy="${y}" r="${radius}" fill="none" stroke="#c02b22" stroke-width="${radius * 0.06}"/>
    <polygon points="${star(x, y, radius * 0.34)}"/>${each.join('')}</g>`
}

/** A business licence that shows by its own words that it is a sample. */
export const licencePicture = ({ name, creditCode, legalPerson, until }: LicenceFacts): Promise<Buffer> => {
  const rows = [
    ['名\u3000\u3000称', name, '注册资本', '伍仟万元整'],
    ['类\u3000\u3000型', '有限责任公司', '成立日期', '2019 年 05 月 20 日'],
    ['法定代表人', legalPerson, '营业期限', until],
    ['经营范围', '机电设备制造、销售', '住\u3000\u3000所', '示范市样例区演示路 1 号'],
  ] as const
  const lines = rows.map(([left, first, right, second], at) => {
    const y = 390 + at * 52
    return `<text x="116" y="${y}" fill="#7d6a45">${left}</text><text x="256" y="${y}">${first}</text>
      <text x="640" y="${y}" fill="#7d6a45">${right}</text><text x="772" y="${y}">${second}</text>`
  })
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="1120" height="792">
    <rect width="1120" height="792" fill="#6b675f"/>
    <g transform="rotate(-.9 560 396)">
      <rect x="44" y="36" width="1032" height="724" fill="#fbf5e6"/>
      <rect x="64" y="56" width="992" height="684" fill="none" stroke="#b98d3e" stroke-width="8"/>
      <g ${FONT} fill="#33291a" font-size="24">
        <text x="560" y="196" text-anchor="middle" font-size="70" font-weight="700" letter-spacing="24" fill="#8f1d17">营业执照</text>
        <text x="560" y="240" text-anchor="middle" font-size="22">（副本） 1–1</text>
        <text x="116" y="296" font-size="22">统一社会信用代码</text>
        <text x="116" y="330" font-size="30" font-weight="700">${creditCode}</text>
        ${lines.join('')}
        <text x="116" y="690" font-size="22" fill="#a28956">样例，不作证明</text>
        <text x="640" y="650">登记机关</text><text x="640" y="694" font-size="22">2024 年 03 月 11 日</text>
      </g>
      ${stamp(860, 630, 78, '示范市市场监督管理局')}
    </g></svg>`
  return sharp(Buffer.from(svg)).jpeg({ quality: 86 }).toBuffer()
}

/** The form's first page as a photograph with the company's stamp on it. */
export const stampedPicture = async (form: Uint8Array, company: string): Promise<Buffer> => {
  const folder = mkdtempSync(join(tmpdir(), 'bidseal-form-'))
  try {
    writeFileSync(join(folder, 'form.pdf'), form)
    execFileSync('pdftoppm', ['-r', '110', '-png', '-singlefile', join(folder, 'form.pdf'), join(folder, 'form')])
    const page = readFileSync(join(folder, 'form.png'))
    const { width, height } = await sharp(page).metadata()
    const seal = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
      ${stamp(width * 0.77, height * 0.727, width * 0.095, company)}</svg>`
    return await sharp(page)
      .composite([{ input: Buffer.from(seal), blend: 'multiply' }])
      .rotate(0.6, { background: '#77736a' })
      .extend({ top: 24, bottom: 24, left: 24, right: 24, background: '#77736a' })
      .jpeg({ quality: 84 })
      .toBuffer()
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
