/** How a browser names the module that did not come. */
const NAMED = /\bhttps?:\/\/\S+?\.js\b/

/**
 * A part of the application that is fetched once it is asked for. A browser keeps that a module did not come and never
 * asks its server again: what failed is asked for under another address by the next call. Throws what the import threw.
 */
export const later = <M extends object>(load: () => Promise<M>): (() => Promise<M>) => {
  let came: M | null = null
  let failed: string | null = null
  return async () => {
    if (came) return came
    try {
      came = failed ? ((await import(/* @vite-ignore */ `${failed}?again=${Date.now()}`)) as M) : await load()
      return came
    } catch (error) {
      failed = NAMED.exec(String(error))?.[0] ?? failed
      throw error
    }
  }
}
