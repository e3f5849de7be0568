/**
 * The whole life of a company's certificates, with the phones of its administrator and of a colleague, the officers'
 * console and the desktop: from registration over renewal and recovery to revocation.
 */
import { execFileSync } from 'node:child_process'
import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { holdingList } from '#core/application/holding'
import type { SettingsAnswer } from '#server/admin/setting-messages'
import { confirm, dragSeal, goToStep, newProject, openCode, PIN, TENDER, enterPin } from './support/acts.ts'
import { askConsole, go, logIn, openColleague, test as base } from './support/console.ts'
import type { Desktop } from './support/desktop.ts'
import { makeDocuments } from './support/documents.ts'
import { expect, newServer } from './support/fixtures.ts'
import {
  askToJoin,
  claim,
  fetchCertificates,
  openHome,
  PASSWORD,
  pay,
  press,
  prove,
  register,
  stampForm,
} from './support/life.ts'
import type { Phone } from './support/phone.ts'
import { picture } from './support/pictures.ts'
import type { Server } from './support/server.ts'

const test = base.extend<object, { server: Server }>({
  server: [async ({}, use) => newServer({}, use), { scope: 'worker', timeout: 90_000 }],
})

const WANG = { name: '王敏之', idNumber: '999999190001010015', mobile: '13800138081' }
const LI = { name: '李强生', idNumber: '999999190002280017', mobile: '13800138082' }
const COMPANY = { name: '杭州验证科技有限公司', creditCode: '91330100MA2TE5TX0X' }
const LICENCE = { ...COMPANY, legalPerson: '赵一鸣', legalIdNumber: '999999190003010019', until: '长期' }

/** As it is typed: nine in the morning. */
const inDays = (count: number): string =>
  `${new Date(Date.now() + count * 86_400_000).toISOString().slice(0, 10)} 09:00`

const queue = (page: Page) => page.getByRole('navigation', { name: '待审核' })

/** Opens what waits longest, says yes to all of the checklist, and approves. */
const approve = async (page: Page, said: RegExp): Promise<void> => {
  await page.getByRole('button', { name: '刷新', exact: true }).click()
  await expect(queue(page).getByRole('listitem').first()).toBeVisible()
  const details = page.getByRole('complementary', { name: '申请详情' })
  const left = details.getByText(/还有 \d+ 项没有核对/)
  const count = Number(/\d+/.exec(await left.innerText())?.[0])
  for (let key = 1; key <= count; key++) await page.keyboard.press(String(key))
  await expect(details).toContainText('全部相符')
  await expect(details.getByRole('button', { name: /^通过/ })).toBeEnabled()
  await page.keyboard.press('a')
  await expect(queue(page).getByRole('status')).toHaveText(said)
}

/** Signs with a phone what the desktop asks for. */
const sign = async (phone: Phone, desktop: Desktop): Promise<void> => {
  await openCode(phone, desktop)
  await confirm(phone, desktop)
}

/** Places the company seal on the page that is shown, and signs it. */
const seal = async (desktop: Desktop, phone: Phone, place: number): Promise<void> => {
  const { page } = desktop
  await goToStep(desktop, '签章')
  await expect(page.locator('.seal-sheet canvas.page-picture')).toBeVisible()
  await expect(page.locator('.seal-tile').first()).toBeVisible()
  await dragSeal(desktop, place, place)
  await page.getByRole('button', { name: /签章.*1 个印章/ }).click()
  await sign(phone, desktop)
  await expect(page.getByText('放置的印章都已签好')).toBeVisible()
}

/** Decrypts a bid with a phone, into a folder of its own. */
const openBid = async (desktop: Desktop, phone: Phone, ebid: string, folder: string): Promise<void> => {
  const { page } = desktop
  await mkdir(folder)
  await page
    .getByRole('button', { name: /解密文件/ })
    .first()
    .click()
  const another = page.getByRole('button', { name: '换一个文件' })
  await desktop.chooseFiles(ebid)
  await ((await another.isVisible()) ? another : page.getByRole('button', { name: '选择文件' })).click()
  await expect(page.getByText('有效，内容未改动')).toBeVisible({ timeout: 30_000 })
  await desktop.chooseFolder(folder)
  await page.getByRole('button', { name: '更换' }).click()
  await page.getByRole('button', { name: '扫码解密' }).click()
  await sign(phone, desktop)
  await expect(page.getByText('解密完成，内容和清单一致')).toBeVisible({ timeout: 60_000 })
}

/** What the authority says of certificates, as openssl reads it. */
const openStatus = async ({ address, root }: Server, folder: string) => {
  const put = async (name: string, path: string): Promise<string> => {
    await writeFile(join(folder, name), Buffer.from(await (await fetch(address + path)).arrayBuffer()))
    return join(folder, name)
  }
  const openssl = (...args: readonly string[]): string =>
    execFileSync('openssl', args, { encoding: 'utf8', stdio: 'pipe' })
  const list = await put('issuing.crl', '/ca/issuing.crl')
  const issuer = join(folder, 'issuing.pem')
  openssl('x509', '-inform', 'DER', '-in', await put('issuing.crt', '/ca/issuing.crt'), '-out', issuer)
  return {
    list,
    crl: () => openssl('crl', '-inform', 'DER', '-in', list, '-noout', '-text'),
    ocsp: (serial: string) =>
      openssl('ocsp', '-url', `${address}/ca/ocsp`, '-issuer', issuer, '-serial', `0x${serial}`, '-CAfile', root),
  }
}

const bidseal = (...args: readonly string[]): string =>
  execFileSync(process.execPath, ['src/cli/main.ts', ...args], { encoding: 'utf8' })

test('certificates are claimed, joined, used, renewed, recovered and revoked', async ({
  server,
  console: office,
  phone: wang,
  addPhone,
  desktop,
  folder,
}) => {
  test.setTimeout(600_000)
  for (const { page } of [wang, desktop]) page.setDefaultTimeout(20_000)
  await logIn(office, server)
  const colleague = await openColleague(server, office, '孙复核', ['reviewer', 'authority'])

  await test.step('two officers have certificates last two months, so that they can be renewed at once', async () => {
    await askConsole(office, server, 'settings', { setting: 'validity', value: 2 })
    const { changes } = await askConsole<SettingsAnswer>(colleague.page, server, 'settings')
    await askConsole(colleague.page, server, `settings/${changes[0]!.id}/approve`, {})
  })

  await test.step('a claim is reviewed, paid and downloaded', async () => {
    await register(wang.page, server, WANG)
    await claim(wang, LICENCE)
    await go(office, '申请')
    await approve(office, /已通过/)
    await expect(wang.page.getByText('待支付')).toBeVisible({ timeout: 30_000 })
    await pay(wang)
    await fetchCertificates(wang)
    await picture(wang.page, 'life-claimed')
  })

  const li = await addPhone()
  li.page.setDefaultTimeout(20_000)
  await test.step('a colleague joins: asked, agreed with a sealed letter, reviewed, paid, downloaded', async () => {
    await register(li.page, server, LI)
    await askToJoin(li, COMPANY.creditCode, WANG)
    await openHome(wang, server)
    await press(wang.page, '我的')
    await press(wang.page, /^企业/)
    await press(wang.page, /李强生申请加入/)
    await press(wang.page, '同意并盖章')
    await expect(wang.page.getByRole('heading', { name: '同意李强生加入' })).toBeVisible()
    await enterPin(wang, PIN)
    await expect(wang.page.getByText('已同意李强生加入')).toBeVisible({ timeout: 60_000 })
    await approve(office, /已通过/)
    await expect(li.page.getByText('待支付')).toBeVisible({ timeout: 30_000 })
    await pay(li)
    await fetchCertificates(li)
  })

  const out = join(folder, 'out')
  await mkdir(out)
  await test.step('a bid is sealed with both phones and encrypted', async () => {
    const { page } = desktop
    const documents = await makeDocuments(folder)
    await newProject(desktop, { ...TENDER, opening: inDays(20) })
    await sign(li, desktop)
    await expect(page.getByText('投标人已确定，本项目只接受这家公司的手机')).toBeVisible()
    await goToStep(desktop, '编制')
    await desktop.chooseFiles(documents.letter)
    await page.getByRole('button', { name: /^投标函/ }).hover()
    await page.getByRole('button', { name: '添加 PDF 到“投标函”' }).click()
    await expect(page.getByRole('button', { name: /投标函\.pdf/ }).first()).toBeVisible()
    await seal(desktop, li, 0.35)
    await goToStep(desktop, '招标文件')
    await page.getByRole('button', { name: '重新读取证书' }).click()
    await openHome(wang, server)
    await sign(wang, desktop)
    await expect(page.getByText(WANG.name).first()).toBeVisible()
    await seal(desktop, wang, 0.65)
    await picture(page, 'life-sealed')
    await goToStep(desktop, '生成')
    await desktop.chooseFolder(out)
    await page.getByRole('button', { name: '更换' }).click()
    await page.getByRole('button', { name: '生成标书' }).click()
    await sign(wang, desktop)
    await expect(page.getByText('标书已生成，读回核对一致')).toBeVisible({ timeout: 60_000 })
    await page.getByRole('button', { name: '返回项目' }).click()
  })
  const ebid = join(out, (await readdir(out)).find((name) => name.endsWith('.ebid')) ?? '')

  await test.step('renewed, the phone still opens it', async () => {
    await openHome(wang, server)
    await press(wang.page, '证书')
    await press(wang.page, '续期')
    await press(wang.page, '提交续期申请')
    await expect(wang.page.getByText('审核中')).toBeVisible()
    await approve(office, /已通过/)
    await pay(wang)
    await press(wang.page, '输入 PIN 码并下载')
    await enterPin(wang, PIN)
    await expect(wang.page.getByText('证书已下载')).toBeVisible({ timeout: 30_000 })
    await openBid(desktop, wang, ebid, join(folder, 'renewed'))
  })
  await wang.close()

  const fresh = await addPhone()
  fresh.page.setDefaultTimeout(20_000)
  await test.step('recovered on a new phone, with two officers and two keepers, it opens there too', async () => {
    const { page } = fresh
    await press(page, '我的')
    await press(page, /登录或注册/)
    await page.getByLabel('手机号').fill(WANG.mobile)
    await press(page, '用密码登录')
    await page.getByLabel('密码', { exact: true }).fill(PASSWORD)
    await press(page, '登录')
    await expect(page.getByRole('heading', { name: '账号' })).toBeVisible()
    await openHome(fresh, server)
    await expect(page.getByText('有 1 张证书不在这部手机里')).toBeVisible()
    await picture(page, 'life-lost')
    await press(page, '找回')
    await expect(page.getByRole('heading', { name: '证书找回政策' })).toBeVisible()
    await page.locator('main').evaluate((text) => text.scrollTo(0, text.scrollHeight))
    await page.getByRole('checkbox').check()
    await picture(page, 'life-policy')
    await press(page, '开始找回')
    await press(page, '去认证')
    await press(page, '再认证一次')
    await prove(page, WANG)
    await press(page, '去上传申领书')
    await stampForm(page, COMPANY.name)
    await press(page, '提交申请')
    await expect(page.getByText('等待两名审核员').or(page.getByText('审核中')).first()).toBeVisible()
    await approve(office, /等另一位审核员/)
    await approve(colleague.page, /已通过/)
    await pay(fresh)
    await fetchCertificates(fresh)
    const shares = [1, 3].flatMap((n) => ['--share', join(server.data, `recovery-share-${n}.txt`)])
    bidseal('ca', 'release-keys', '--data', server.data, ...shares)
    await openHome(fresh, server)
    await press(page, '证书')
    await press(page, '详情')
    await press(page, /^旧标书的密钥/)
    await press(page, '输入 PIN 码取回')
    await enterPin(fresh, PIN)
    await expect(page.getByText(/张旧证书的标书可以解密/)).toBeVisible()
    await picture(page, 'life-older-keys')
    await openBid(desktop, fresh, ebid, join(folder, 'recovered'))
  })

  await test.step('revoked, nothing new is signed, and what was signed stays valid', async () => {
    const { page } = fresh
    const { certificates } = holdingList.parse(
      await (await page.request.get(`${server.address}/api/certificates`)).json(),
    )
    const [last] = certificates
    if (last === undefined) throw new Error('no certificate')
    await openHome(fresh, server)
    await press(page, '证书')
    await press(page, '详情')
    await press(page, /^注销证书/)
    await expect(page.getByText(TENDER.name)).toHaveCount(0)
    await page.getByLabel('输入“注销”确认').fill('注销')
    await picture(page, 'life-revoke')
    await press(page, '输入 PIN 码注销')
    await enterPin(fresh, PIN)
    await expect(page.getByText('证书已注销')).toBeVisible()
    await desktop.page.getByRole('button', { name: '项目', exact: true }).click()
    await newProject(desktop, { ...TENDER, id: 'ZB-2026-119', opening: inDays(20) })
    await openCode(fresh, desktop)
    await expect(page.getByText(/已注销/).first()).toBeVisible()
    await picture(page, 'life-refused')
    await expect(desktop.page.getByText('证书已注销').first()).toBeVisible({ timeout: 30_000 })

    const status = await openStatus(server, folder)
    expect(status.crl()).toContain(last.signing.toUpperCase())
    for (const { signing } of certificates) expect(status.ocsp(signing)).toMatch(/: revoked/)
    const [pdf = ''] = (await readdir(join(folder, 'recovered'), { recursive: true })).filter((name) =>
      name.endsWith('.pdf'),
    )
    const said = JSON.parse(
      bidseal('verify', join(folder, 'recovered', pdf), '--trust', server.root, '--crl', status.list, '--json'),
    ) as { readonly verdict: string; readonly signatures: readonly { readonly revokedAt: string | null }[] }
    expect(said.verdict).toBe('valid')
    expect(said.signatures.map(({ revokedAt }) => revokedAt !== null).sort()).toEqual([false, true])
  })
  await colleague.close()
})
