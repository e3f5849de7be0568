import type { PartRole } from '#ipc/views'

export interface DemoDocument {
  readonly role: PartRole
  readonly name: string
  readonly pages: readonly (readonly string[])[]
}

export const TENDER = {
  tenderId: 'ZB-2026-001',
  tenderName: '示范大道改造工程',
  lot: '一标段',
  tenderee: '示范市交通建设中心',
} as const

const PLAN_PAGES = 12

/** A small bid: what a supplier would have scanned or printed. */
export const DOCUMENTS: readonly DemoDocument[] = [
  {
    role: 'bid-letter',
    name: '投标函.pdf',
    pages: [['BID LETTER', 'Demonstration avenue, reconstruction, lot 1', 'We offer to execute the works.']],
  },
  {
    role: 'commercial',
    name: '分项报价表.pdf',
    pages: [
      ['PRICE SCHEDULE', 'Subgrade      4,860,000.00', 'Pavement      7,526,500.00'],
      ['PRICE SCHEDULE', 'Total        12,386,500.00'],
    ],
  },
  {
    role: 'technical',
    name: '施工方案.pdf',
    pages: Array.from({ length: PLAN_PAGES }, (_, index) => [
      'CONSTRUCTION PLAN',
      `Page ${index + 1} of ${PLAN_PAGES}`,
    ]),
  },
]
