/**
 * Invoices through Nuonuo's open platform (诺税通 SaaS): one address, the method in a header, each
 * request signed with HMAC-SHA1 over the very text that is sent.
 */
import { createHmac } from 'node:crypto'
import { z } from 'zod'
import { ownBytes, toHex, type Bytes } from '#core/bytes/bytes'
import { AppError } from '#core/errors'
import { callService, codeIn, jsonOf, refused, reporting, unavailable, type World } from './call.ts'
import type { InvoiceIssuer, InvoiceOrder, InvoiceResult, InvoiceReversal, ReversalResult } from './invoice.ts'
import { secretPlace } from './secret.ts'
import { serviceUrl } from './service-url.ts'

export const invoiceSettings = z.strictObject({
  api: serviceUrl.default('https://sdk.nuonuo.com'),
  appKey: z.string().min(1).max(64),
  appSecret: secretPlace,
  accessToken: secretPlace,
  seller: z.strictObject({
    name: z.string().min(1).max(100),
    taxNumber: z.string().regex(/^[0-9A-Z]{15,20}$/),
    /** Who issues, by the name that the tax bureau knows. */
    clerk: z.string().min(1).max(20),
    phone: z.string().max(26).default(''),
    address: z.string().max(80).default(''),
    account: z.string().max(100).default(''),
  }),
  /** From which files may be fetched: the platform's own servers. */
  fileHosts: z.array(z.string().min(1)).default(['inv.nuonuo.com', 'inv.jss.com.cn']),
})

export type InvoiceAccount = Omit<z.output<typeof invoiceSettings>, 'appSecret' | 'accessToken'> & {
  readonly appSecret: string
  readonly accessToken: string
}

const PATH = '/open/v1/services'
const PREFIX = 'nuonuo.OpeMplatform'
const OK = 'E0000'
const UNKNOWN = 'E9500'
const REPEATED = 'E9106'
/** Of the seller, and that an invoice was wrong. */
const SELLER = '0'
const WRONG = '2'
const MAX_FILE = 8 * 1024 * 1024
const PATIENCE = 30_000
const BEIJING = 8 * 3600_000

const answer = z.object({ code: z.string(), describe: z.string().optional(), result: z.unknown().optional() })

const invoiceRow = z.object({
  status: z.union([z.string(), z.int()]).transform(String),
  allElectronicInvoiceNumber: z.string().nullish(),
  invoiceNo: z.string().nullish(),
  invoiceTime: z.union([z.string(), z.int()]).transform(Number).nullish(),
  pdfUrl: z.string().nullish(),
  ofdUrl: z.string().nullish(),
  failCause: z.string().nullish(),
})

const redForm = z.object({
  billStatus: z.string(),
  redInvoiceNumber: z.string().nullish(),
  billMessage: z.string().nullish(),
})

const ISSUED = '2'
/** Being made, being sealed, and sealing to be tried again. */
const RUNNING: readonly string[] = ['20', '21', '24']
/** Red forms that were withdrawn, refused, not answered in time or never made. */
const RED_FAILED: readonly string[] = ['05', '06', '07', '08', '09', '10', '16']

/** Yuan with two decimals. */
const yuan = (fen: number): string => `${Math.trunc(fen / 100)}.${String(fen % 100).padStart(2, '0')}`

const shortReason = (text: string | null | undefined): string => (text ?? '').slice(0, 200)

/** `2022-01-13 12:30:00`, in Beijing. */
const timestamp = (at: number): string => new Date(at + BEIJING).toISOString().slice(0, 19).replace('T', ' ')

/** Base64 of HMAC-SHA1 over path, key, id, nonce, time and contents. */
const signatureOf = (secret: string, key: string, id: string, nonce: string, at: string, contents: string): string =>
  createHmac('sha1', secret)
    .update(`a=services&l=v1&p=open&k=${key}&i=${id}&n=${nonce}&t=${at}&f=${contents}`)
    .digest('base64')

const resultOf = (row: z.output<typeof invoiceRow>): InvoiceResult => {
  const number = row.allElectronicInvoiceNumber || row.invoiceNo
  if (RUNNING.includes(row.status)) return { state: 'running' }
  if (row.status !== ISSUED) return { state: 'failed', reason: shortReason(row.failCause) || row.status }
  if (!number || !row.invoiceTime) throw unavailable('invoice', 'malformed')
  return { state: 'issued', number, issuedAt: row.invoiceTime, pdf: row.pdfUrl || null, ofd: row.ofdUrl || null }
}

/** Eight digits that do not begin with zero. */
const nonceOf = (bytes: Uint8Array): string => String(10_000_000 + (Buffer.from(bytes).readUInt32BE() % 90_000_000))

export const createNuonuo = (account: InvoiceAccount, world: World): InvoiceIssuer => {
  const { seller, appKey, appSecret, accessToken } = account

  /** The answer to a method, whatever it says. */
  const ask = async (method: string, contents: object): Promise<z.output<typeof answer>> => {
    const body = JSON.stringify(contents)
    const [id, nonce] = [toHex(world.random(16)), nonceOf(world.random(4))]
    const at = String(Math.floor(world.now() / 1000))
    const url = new URL(PATH, account.api)
    url.search = new URLSearchParams({ senid: id, nonce, timestamp: at, appkey: appKey }).toString()
    const headers = {
      'content-type': 'application/json',
      'X-Nuonuo-Sign': signatureOf(appSecret, appKey, id, nonce, at, body),
      ...{ accessToken, userTax: seller.taxNumber, method: `${PREFIX}.${method}` },
    }
    const { text } = await callService(
      { patience: PATIENCE, ...world },
      { service: 'invoice', method: 'POST', url, headers, body },
    )
    const { success, data } = answer.safeParse(jsonOf('invoice', text))
    if (!success) throw unavailable('invoice', 'malformed')
    return data
  }

  const demand = ({ code }: z.output<typeof answer>, ...alsoGood: readonly string[]): void => {
    if (code !== OK && !alsoGood.includes(code)) throw refused('invoice', codeIn(code))
  }

  const read = <T>(schema: z.ZodType<T>, result: unknown): T => {
    const { success, data } = schema.safeParse(result)
    if (!success) throw unavailable('invoice', 'malformed')
    return data
  }

  const request = async ({ no, title, taxNumber, email, at, line, callbackUrl }: InvoiceOrder): Promise<void> => {
    const order = {
      ...{ orderNo: no, invoiceDate: timestamp(at), invoiceType: '1', invoiceLine: 'pc', callBackUrl: callbackUrl },
      ...{ salerTaxNum: seller.taxNumber, salerTel: seller.phone, salerAddress: seller.address },
      ...{ salerAccount: seller.account, clerk: seller.clerk, pushMode: '0', email },
      ...{ buyerName: title, buyerTaxNum: taxNumber },
      invoiceDetail: [
        {
          ...{ goodsName: line.name, goodsCode: line.taxCode, withTaxFlag: '1', num: '1', price: yuan(line.fen) },
          ...{ taxIncludedAmount: yuan(line.fen), taxRate: String(line.taxRate / 100), invoiceLineProperty: '0' },
        },
      ],
    }
    demand(await ask('requestBillingNew', { order }), REPEATED)
  }

  const find = async (no: string): Promise<InvoiceResult | null> => {
    const found = await ask('queryInvoiceResult', { orderNos: [no], isOfferInvoiceDetail: '0' })
    if (found.code === UNKNOWN) return null
    demand(found)
    const [row] = read(z.array(invoiceRow), found.result)
    return row === undefined ? null : resultOf(row)
  }

  const findReversal = async (no: string): Promise<ReversalResult | null> => {
    const found = await ask('queryInvoiceRedConfirm', { identity: SELLER, billId: no })
    demand(found)
    const [form] = read(z.object({ list: z.array(redForm).nullish() }), found.result).list ?? []
    if (form === undefined) return null
    if (form.redInvoiceNumber) return { state: 'done', number: form.redInvoiceNumber }
    if (!RED_FAILED.includes(form.billStatus)) return { state: 'running' }
    return { state: 'failed', reason: shortReason(form.billMessage) || form.billStatus }
  }

  /** A form that is there already is not asked for again. */
  const reverse = async ({ no, number, title, taxNumber }: InvoiceReversal): Promise<void> => {
    if ((await findReversal(no)) !== null) return
    demand(
      await ask('saveInvoiceRedConfirm', {
        ...{ billId: no, blueInvoiceLine: 'pc', applySource: SELLER, blueElecInvoiceNumber: number, redReason: WRONG },
        ...{ sellerTaxNo: seller.taxNumber, sellerName: seller.name, buyerTaxNo: taxNumber, buyerName: title },
      }),
    )
  }

  /** Anything else than the platform's servers could be a way into this one's network. */
  const isTheirs = (url: URL): boolean => {
    if (url.origin === new URL(account.api).origin) return true
    return url.protocol === 'https:' && url.port === '' && account.fileHosts.includes(url.hostname)
  }

  const download = async (address: string): Promise<Bytes> => {
    const url = URL.parse(address)
    if (url === null || !isTheirs(url)) throw refused('invoice', 'file-address')
    try {
      const signal = AbortSignal.timeout(PATIENCE)
      const response = await world.fetch(url, { redirect: 'error', signal })
      if (!response.ok) throw unavailable('invoice', `status-${response.status}`)
      const chunks: Uint8Array[] = []
      let size = 0
      for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
        size += chunk.length
        if (size > MAX_FILE) throw unavailable('invoice', 'too-large')
        chunks.push(chunk)
      }
      return ownBytes(Buffer.concat(chunks))
    } catch (cause) {
      if (cause instanceof AppError) throw cause
      throw unavailable('invoice', 'unreachable', cause)
    }
  }

  return {
    request: (order) => reporting(world, () => request(order)),
    find: (no) => reporting(world, () => find(no)),
    reverse: (reversal) => reporting(world, () => reverse(reversal)),
    findReversal: (no) => reporting(world, () => findReversal(no)),
    download: (address) => reporting(world, () => download(address)),
  }
}
