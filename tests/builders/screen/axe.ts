import axe from 'axe-core'
import type { Page } from 'playwright-core'

/** Faults of accessibility that axe-core is sure of, each with the first element that has it. */
export const axeFaults = async (page: Page): Promise<string[]> => {
  await page.evaluate(axe.source)
  return page.evaluate(async () => {
    interface Found {
      readonly violations: readonly {
        readonly id: string
        readonly nodes: readonly { readonly html: string }[]
      }[]
    }
    const { axe: own } = window as unknown as { axe: { run(on: Document, options: object): Promise<Found> } }
    const { violations } = await own.run(document, { resultTypes: ['violations'] })
    return violations.map(({ id, nodes }) => `${id} ×${nodes.length} ${nodes[0]!.html.slice(0, 160)}`)
  })
}
