/** In the browser: copies a code, and shows what is new every two seconds. */
const { document, navigator, location, DOMParser } = globalThis

const EVERY = 2000
const SHOWN = 1500

document.addEventListener('click', async ({ target }) => {
  const button = target.closest('[data-copy]')
  if (button === null) return
  await navigator.clipboard.writeText(button.dataset.copy)
  const text = button.textContent
  button.textContent = '已复制'
  setTimeout(() => (button.textContent = text), SHOWN)
})

const renew = async () => {
  const response = await fetch(location.href).catch(() => null)
  if (!response?.ok) return
  const next = new DOMParser().parseFromString(await response.text(), 'text/html').querySelector('.sections')
  const shown = document.querySelector('.sections')
  const isInUse = shown.contains(document.activeElement) && document.activeElement.matches('input, select, textarea')
  if (!isInUse && next.innerHTML !== shown.dataset.seen) {
    shown.dataset.seen = next.innerHTML
    shown.innerHTML = next.innerHTML
  }
}

document.querySelector('.sections').dataset.seen = document.querySelector('.sections').innerHTML
setInterval(() => {
  if (!document.hidden) void renew()
}, EVERY)
