/** What in an English screen may be written in Chinese: documents as they were published and the language itself, people, and plates. */
const ALLOWED = '[lang^="zh"]:not(html), [data-person]'
const PLATE = String.raw`\p{Script=Han}[A-Z][·.]?[*A-Z0-9]{4,7}`

/** Texts that show and have Chinese signs for none of these reasons, each with its element. Runs in the page, by itself. */
export const hanIn = ({ allowed, plate }: { readonly allowed: string; readonly plate: string }): string[] => {
  const [han, plates] = [/\p{Script=Han}/u, new RegExp(plate, 'gu')]
  const found: string[] = []
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement
    const text = node.textContent?.replaceAll(plates, '').trim() ?? ''
    if (!element || !han.test(text) || element.closest(`${allowed}, script, style`)) continue
    if (element.checkVisibility?.({ visibilityProperty: true }) === false) continue
    found.push(`${element.tagName}.${element.className} ${text.slice(0, 60)}`)
  }
  return [...new Set(found)]
}

/** What `hanIn` is told. */
export const HAN_REASONS = { allowed: ALLOWED, plate: PLATE } as const
