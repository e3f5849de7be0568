import type { Company } from '../store/companies.ts'

/** Companies that exist in demo data folders only; their credit codes are valid and belong to nobody. */
export const DEMO_COMPANIES: readonly Company[] = [
  { name: '河南示范建设有限公司', creditCode: '91410100MA9ABCD16M' },
  { name: '北京样例工程有限公司', creditCode: '91110108MA0TE5T240' },
  { name: '深圳测试科技有限公司', creditCode: '92440300MAK8DEM349' },
]
