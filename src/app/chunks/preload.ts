import { MINUTE_MS } from '#shared/kernel/time/time.ts'
import { makeAsking, MissingPart } from './asking.ts'

/** No page is read anew that is younger: what is missing after it is missing in the house. */
const YOUNG_MS = MINUTE_MS
const WRITTEN_IN = 'input, textarea, select, [contenteditable]'

/** Says why it did not come, if it still does not. */
const askScript = async (href: string): Promise<void> => {
  const answer = await fetch(href, { credentials: 'same-origin' }).catch(() => null)
  if (!answer?.ok) throw new MissingPart(href, answer?.status ?? null)
  await answer.arrayBuffer().catch(() => {
    throw new MissingPart(href, null)
  })
}
/** One request for the browser's cache and the import after it; no module is made of it, which a browser would keep as failed. */
const bringScript = (href: string): Promise<void> =>
  new Promise((done, fail) => {
    const link = document.createElement('link')
    Object.assign(link, { rel: 'preload', as: 'script', crossOrigin: '', href })
    link.addEventListener('load', () => done())
    link.addEventListener('error', () => {
      link.remove()
      askScript(href).then(done, fail)
    })
    document.head.append(link)
  })
const bringStyle = (href: string): Promise<void> =>
  new Promise((done, fail) => {
    const link = document.createElement('link')
    Object.assign(link, { rel: 'stylesheet', crossOrigin: '', href })
    link.addEventListener('load', () => done())
    link.addEventListener('error', () => {
      link.remove()
      fail(new MissingPart(href, null))
    })
    document.head.append(link)
  })

/** Stands in the build for what Vite puts around every `import()`. */
export const preload = makeAsking({
  at: import.meta.url,
  named: () =>
    new Set(
      [...document.querySelectorAll<HTMLScriptElement | HTMLLinkElement>('script[src], link[href]')].map(
        (named) => ('src' in named ? named.src : named.href),
      ),
    ),
  bring: (href) => (href.endsWith('.css') ? bringStyle(href) : bringScript(href)),
  mayReload: async () => {
    if (performance.now() < YOUNG_MS || document.activeElement?.matches(WRITTEN_IN)) return false
    const answer = await fetch(location.pathname, {
      cache: 'no-store',
      headers: { accept: 'text/html' },
    }).catch(() => null)
    return answer?.ok === true
  },
  reload: () => location.reload(),
})
