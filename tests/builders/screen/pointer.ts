import type { Page } from 'playwright-core'

export const queryOf = (page: Page, name: string): string | null => new URL(page.url()).searchParams.get(name)
export const placeOf = (page: Page): string =>
  decodeURIComponent(new URL(page.url()).pathname.split('/')[2] ?? '')

export interface Cam {
  readonly lon: number
  readonly lat: number
  readonly zoom: number
  readonly pitch: number
  readonly bearing: number
}
export const camOf = (page: Page): Cam => {
  const [lon = 0, lat = 0, zoom = 0, pitch = 0, bearing = 0] = (queryOf(page, 'cam') ?? '')
    .split(',')
    .map(Number)
  return { lon, lat, zoom, pitch, bearing }
}

const mercator = (lon: number, lat: number): readonly [number, number] => [
  (lon + 180) / 360,
  (1 - Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360)) / Math.PI) / 2,
]

/** Where a point of the ground stands on the map's screen, CSS pixels; the lens is MapLibre's, 36.87°. */
export const toPixel = (page: Page, lon: number, lat: number): readonly [x: number, y: number] => {
  const { width, height } = page.viewportSize() ?? { width: 0, height: 0 }
  const cam = camOf(page)
  const world = 512 * 2 ** cam.zoom
  const [[x, y], [cx, cy]] = [mercator(lon, lat), mercator(cam.lon, cam.lat)]
  const [dx, dy] = [(x - cx) * world, (y - cy) * world]
  const turn = (-cam.bearing * Math.PI) / 180
  const [across, along] = [
    dx * Math.cos(turn) - dy * Math.sin(turn),
    dx * Math.sin(turn) + dy * Math.cos(turn),
  ]
  const pitch = (cam.pitch * Math.PI) / 180
  const distance = height / 2 / Math.tan((36.87 * Math.PI) / 360)
  const scale = distance / (distance - along * Math.sin(pitch))
  return [width / 2 + across * scale, height / 2 + along * Math.cos(pitch) * scale]
}

/** Moves the pointer over the scene until the chip beside it names what is wanted; returns where. */
export const findUnderPointer = async (
  page: Page,
  wanted: (chip: string) => boolean,
  points: readonly (readonly [number, number])[],
): Promise<readonly [number, number]> => {
  const seen: string[] = []
  for (const [x, y] of points) {
    await page.mouse.move(x, y)
    await page.waitForTimeout(140)
    const chip = (await page.locator('.chip').allTextContents())[0] ?? ''
    seen.push(chip)
    if (wanted(chip)) return [x, y]
  }
  throw new Error(`the pointer met only: ${[...new Set(seen)].join(' | ')}`)
}

/** How far a point lies from the middle of what panels leave free of the scene, CSS pixels. */
export const fromMiddle = (page: Page, [x, y]: readonly [number, number]): number => {
  const { width, height } = page.viewportSize() ?? { width: 0, height: 0 }
  return Math.hypot(x - width * 0.46, y - height * 0.43)
}

/** Points about one, the nearest first, CSS pixels. */
export const around = (
  page: Page,
  at: readonly [number, number],
  reachPx: number,
  stepPx: number,
): readonly (readonly [number, number])[] => {
  const away = ([x, y]: readonly [number, number]): number => Math.hypot(x - at[0], y - at[1])
  return gridOf(page, stepPx)
    .filter((point) => away(point) < reachPx)
    .sort((a, b) => away(a) - away(b))
}

/** A grid over the part of the scene that panels leave free, from its middle outwards. */
export const gridOf = (page: Page, stepPx: number): readonly (readonly [number, number])[] => {
  const { width, height } = page.viewportSize() ?? { width: 0, height: 0 }
  const points: [number, number][] = []
  for (let x = width * 0.24; x < width * 0.7; x += stepPx)
    for (let y = height * 0.14; y < height * 0.72; y += stepPx) points.push([Math.round(x), Math.round(y)])
  return points.sort((a, b) => fromMiddle(page, a) - fromMiddle(page, b))
}
