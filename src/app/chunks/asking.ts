/** A file of the build did not come. Its message is Chinese first, English second. */
export class MissingPart extends Error {
  override readonly name = 'MissingPart'
  /** Whether the server answered that it has no such file: it has another build by now. */
  readonly isGone: boolean
  constructor(href: string, status: number | null) {
    const file = href.slice(href.lastIndexOf('/') + 1)
    const why = status === null ? '' : `: HTTP ${status}`
    super(`页面的一部分未能载入 (${file}${why}) / a part of the page did not come (${file}${why})`)
    this.isGone = status === 404
  }
}

/** What the asking needs of its page. */
export interface Page {
  /** Where the build's files lie. */
  readonly at: string
  /** Files that the document itself names: they came with it. */
  readonly named: () => ReadonlySet<string>
  /** Brings a file into the browser's cache, a style sheet into the document. Throws MissingPart. */
  readonly bring: (href: string) => Promise<void>
  /** Whether the page may be read anew now: it is no new one, nobody writes in it, and its server answers. */
  readonly mayReload: () => Promise<boolean>
  readonly reload: () => void
}

/** The address in an import as the build writes it. */
const IMPORTED = /\bimport\(\s*(["'`])([^"'`]+)\1\s*\)/
/** How browsers say that a module's file, not its code, is at fault. */
const NOT_FETCHED = /dynamically imported module|importing a module script failed/i
const never = <T>(): Promise<T> => new Promise<T>(() => undefined)

/**
 * How every part of the page is fetched that comes when it is asked for. A browser keeps for good that a module did not
 * come, and that of each module it imports: so nothing is imported before its files lie in the browser's cache, and what
 * did not come is asked of the server anew by the next call. What can come no more (the server has another build; the
 * browser lost a file between cache and import) is told as a fault, and the next call reads the page anew at its address.
 * `deps` are the files that come with it, beneath the page's root. Throws MissingPart, or what the part's own code threw.
 */
export const makeAsking = (page: Page) => {
  const coming = new Map<string, Promise<void>>()
  const lost = new Set<string>()
  let named: ReadonlySet<string> | null = null
  const bring = (href: string): Promise<void> => {
    named ??= page.named()
    if (named.has(href)) return Promise.resolve()
    const known = coming.get(href)
    if (known) return known
    const asked = page.bring(href)
    coming.set(href, asked)
    asked.catch(() => coming.delete(href))
    return asked
  }
  return async <M>(load: () => Promise<M>, deps: readonly string[] = []): Promise<M> => {
    const address = IMPORTED.exec(String(load))?.[2]
    const own = address ? new URL(address, page.at).href : ''
    if (own && lost.has(own) && (await page.mayReload())) {
      page.reload()
      return never<M>()
    }
    const hrefs = new Set([...(own ? [own] : []), ...deps.map((dep) => new URL(`/${dep}`, page.at).href)])
    try {
      await Promise.all([...hrefs].map(bring))
      return await load()
    } catch (error) {
      if (error instanceof MissingPart) {
        if (error.isGone) lost.add(own)
        throw error
      }
      if (!NOT_FETCHED.test(String(error))) throw error
      lost.add(own)
      throw new MissingPart(own, null)
    }
  }
}
