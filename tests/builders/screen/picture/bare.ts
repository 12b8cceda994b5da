import type { JSHandle, Page } from 'playwright-core'
import type { DrawnHost } from './drawnHost.ts'
import { GROUND_HEX } from '../../../../src/theme/ground.ts'
import { LAND_HEX, TOKENS } from '../../../../src/theme/palette.ts'

/** What areas are filled with that tell nothing. */
const TINTS: readonly string[] = [
  ...Object.values(GROUND_HEX),
  ...Object.values(LAND_HEX),
  TOKENS.ground,
  TOKENS.land,
]
/** What a panel is filled with while the picture below does not shine through. */
const PANEL_HEX = '#0a1626'
/** All that lies under marks once the tints are off. */
export const BARE_GROUNDS: readonly string[] = [TOKENS.ground, TOKENS.groundRaised, PANEL_HEX]

/**
 * Takes the tints of the ground off, until the function that it returns puts them back: areas that carry no index are
 * bare, panels stand on nothing and have no rule.
 */
export const barePicture = async (page: Page, host: JSHandle<DrawnHost>): Promise<() => Promise<void>> => {
  await host.evaluate(
    (one, { tints, panel }) => {
      const engine = one.engine()!
      const setLayers = engine.setLayers.bind(engine)
      const hex = (values: Uint8Array, row: number): string =>
        `#${[0, 1, 2].map((i) => values[row * 4 + i]!.toString(16).padStart(2, '0')).join('')}`
      engine.setLayers = (layers) =>
        setLayers(
          layers.map((layer) => {
            if (layer.kind !== 'polygons') return layer
            const values = Uint8Array.from(layer.fill.values)
            for (let row = 0; row < values.length / 4; row++)
              if (tints.includes(hex(values, row))) values[row * 4 + 3] = 0
            return { ...layer, fill: { values, version: -1 - layer.fill.version } }
          }),
        )
      engine.setLayers(one.layers())
      const { style } = document.documentElement
      style.setProperty('--panel', panel)
      style.setProperty('--panel-rule', 'transparent')
    },
    { tints: TINTS, panel: PANEL_HEX },
  )
  return () =>
    host.evaluate((one) => {
      const engine = one.engine() as { setLayers?: unknown } | null
      delete engine?.setLayers
      one.engine()?.setLayers(one.layers())
      const { style } = document.documentElement
      style.removeProperty('--panel')
      style.removeProperty('--panel-rule')
    })
}
