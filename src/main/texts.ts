/** The few words that the main process says itself: the page and its locales may be what failed. */
export interface Texts {
  readonly title: string
  readonly body: string
}

const CHINESE: Texts = {
  title: '标印无法运行',
  body: '后台多次意外停止。已保存的内容都在。重启标印；仍然出现时，检查磁盘空间和数据文件夹的权限。',
}
const ENGLISH: Texts = {
  title: 'BidSeal cannot run',
  body: 'The engine stopped several times. Everything saved is there. Restart BidSeal; if it happens again, check the free disk space and the permissions of the data folder.',
}

/** Chinese unless the system speaks another language. */
export const textsFor = (locale: string): Texts => (locale === '' || locale.startsWith('zh') ? CHINESE : ENGLISH)
