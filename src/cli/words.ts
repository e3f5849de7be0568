/** The few words that only the terminal says; the others are those of the windows. */
import type { Language } from './language.ts'

const ENGLISH = {
  file: 'File',
  folder: 'Folder',
  size: 'Bytes',
  sha256: 'SHA-256',
  seal: 'Seal',
  placements: 'Seals placed',
  signer: 'Signed by',
  tender: 'Tender',
  lot: 'Lot',
  bidder: 'Bidder',
  opening: 'Opening time',
  created: 'Made',
  recipient: 'Opens with',
  until: 'Certificate until',
  entries: 'Files inside',
  twin: 'Twin',
  kind: 'Kind',
  verdict: 'Verdict',
  signature: 'Signature',
  chain: 'Certificate',
  revocation: 'Revocation',
  record: 'Seal record',
  pages: 'Pages',
  took: 'Took',
  offline: 'Offline folder',
  certificate: 'Subject',
  serial: 'Serial number',
  shares: 'Recovery shares',
  next: 'Next',
  nextUpdate: 'List until',
} as const

export type Word = keyof typeof ENGLISH

const CHINESE: Readonly<Record<Word, string>> = {
  file: '文件',
  folder: '文件夹',
  size: '字节',
  sha256: 'SHA-256',
  seal: '印章',
  placements: '盖章处',
  signer: '签名人',
  tender: '招标项目',
  lot: '标段',
  bidder: '投标人',
  opening: '开标时间',
  created: '制作时间',
  recipient: '解密证书',
  until: '证书有效期至',
  entries: '内含文件',
  twin: '备用文件',
  kind: '类型',
  verdict: '结论',
  signature: '签名',
  chain: '证书',
  revocation: '注销状态',
  record: '印章数据',
  pages: '页',
  took: '用时',
  offline: '离线文件夹',
  certificate: '主体',
  serial: '序列号',
  shares: '恢复份额',
  next: '下一步',
  nextUpdate: '列表有效期至',
}

export type Words = Readonly<Record<Word, string>>

export const wordsFor = (language: Language): Words => (language === 'en' ? ENGLISH : CHINESE)
