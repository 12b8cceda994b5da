/** Names on the map: when they are written, where they lie on their sheet, which of them are shown. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Device } from '@luma.gl/core'
import { LabelSheet, type LabelCell, type LabelText } from '../../../../src/engines/map/gpu/LabelSheet.ts'
import { RowFillTexture } from '../../../../src/engines/map/gpu/rowFill.ts'
import type { Stage } from '../../../../src/engines/map/layers/drawn.ts'
import { drawLabels } from '../../../../src/engines/map/layers/labels.ts'
import type { ScreenRect } from '../../../../src/engines/SceneEngine.ts'
import type { LabelLayer } from '../../../../src/shared/scene/layers.ts'
import { OPTIONS } from '../fakeEngine.ts'
import { fakeDocument } from '../fakePen.ts'

/** A device that makes textures of nothing and keeps what was written into them. */
const fakeDevice = () => {
  const textures: {
    width: number
    height: number
    writes: [bytes: ArrayLike<number>, at: object][]
    gone: boolean
  }[] = []
  const device = {
    createTexture: ({ width, height }: { width: number; height: number }) => {
      const texture = {
        width,
        height,
        writes: [] as [ArrayLike<number>, object][],
        gone: false,
        writeData: (bytes: ArrayLike<number>, at: object) => void texture.writes.push([bytes, at]),
        destroy: () => void (texture.gone = true),
      }
      textures.push(texture)
      return texture
    },
  } as unknown as Device
  return { device, textures }
}
const STYLE = { fontFamily: 'sans-serif', figureFamily: 'sans-serif', sizePx: 20, text: '#fff', halo: '#000' }
const textOf = (text: string, detail = '', emphasis = false): LabelText => ({ text, detail, emphasis })
let page = fakeDocument()
beforeEach(() => {
  page = fakeDocument()
  vi.stubGlobal('document', page)
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const meets = (a: LabelCell, b: LabelCell): boolean =>
  a.x < b.x + b.width && a.x + a.width > b.x && a.y < b.y + b.height && a.y + a.height > b.y

describe('a sheet of names', () => {
  it('measures text and halo, a second line, and what stands out larger', () => {
    const sheet = new LabelSheet(fakeDevice().device, STYLE)
    expect(sheet.measure(textOf('abcd'))).toEqual([40 + 8 + 2, 30])
    expect(sheet.measure(textOf('abcd', '1234567'))).toEqual([70 + 8 + 2, 50])
    expect(sheet.measure(textOf('abcd', '', true))[1]).toBe(36)
  })

  it('measures a quiet name by its own size, and keeps it apart from the same name in the text’s own', () => {
    const sheet = new LabelSheet(fakeDevice().device, STYLE)
    const quiet = { ...textOf('abcd'), quiet: { hex: '#7d90a6', scale: 1.5 } }
    expect(sheet.measure(quiet)[1]).toBeGreaterThan(sheet.measure(textOf('abcd'))[1])
    const [one, other] = sheet.cells([quiet, textOf('abcd')]) as [LabelCell, LabelCell]
    expect(meets(one, other)).toBe(false)
  })
})

describe('a sheet of names', () => {
  it('gives each name a cell of its own, and draws a name once', () => {
    const { device, textures } = fakeDevice()
    const sheet = new LabelSheet(device, STYLE)
    const names = Array.from({ length: 100 }, (_, i) => textOf(`name ${i}`, i % 2 ? 'x' : ''))
    const cells = sheet.cells(names)
    for (const [i, cell] of cells.entries()) {
      expect(cell.x + cell.width).toBeLessThanOrEqual(2048)
      expect(
        cells.slice(0, i).some((other) => meets(cell, other)),
        `cell ${i}`,
      ).toBe(false)
    }
    const [canvas] = page.canvases
    const written = canvas!.written.length
    expect(written).toBe(150)
    const writes = textures.flatMap(({ writes }) => writes).length
    expect(sheet.cells(names.slice(3, 5))).toEqual(cells.slice(3, 5))
    expect([canvas!.written.length, textures.flatMap((one) => one.writes).length]).toEqual([written, writes])
  })

  it('grows by powers of two and sends only its new rows', () => {
    const { device, textures } = fakeDevice()
    const sheet = new LabelSheet(device, STYLE)
    sheet.cells([textOf('a')])
    const wide = (i: number) => textOf(`${i} `.repeat(600))
    sheet.cells(Array.from({ length: 3 }, (_, i) => wide(i)))
    expect(textures).toHaveLength(1)
    expect(textures[0]!.writes.map(([, at]) => at)).toMatchObject([{ y: 0 }, { y: 2 }])
    sheet.cells(Array.from({ length: 20 }, (_, i) => wide(i)))
    expect(textures.map(({ height, gone }) => [height, gone])).toEqual([
      [256, true],
      [1024, false],
    ])
    sheet.destroy()
    expect([textures[1]!.gone, sheet.texture]).toEqual([true, null])
  })

  it('begins anew when it is full, and says where even that does not help', () => {
    const sheet = new LabelSheet(fakeDevice().device, STYLE)
    const wide = (i: number) => textOf(`${i} `.repeat(600))
    const many = (count: number, from = 0) => Array.from({ length: count }, (_, i) => wide(from + i))
    sheet.cells(many(200))
    const before = sheet.generation
    expect(sheet.cells(many(200, 200))[0]).toMatchObject({ x: 2, y: 4 })
    expect(sheet.generation).toBeGreaterThan(before)
    expect(() => sheet.cells(many(400, 1000))).toThrow('400 labels do not fit the 2048 × 8192 px sheet')
  })
})

const names = (over: Partial<LabelLayer> = {}): LabelLayer => ({
  kind: 'labels',
  id: 'names',
  visible: true,
  pickable: true,
  version: 1,
  sizePx: 20,
  labels: [
    { id: 'far', at: [50, 50], text: 'far', priority: 1, emphasis: false },
    { id: 'near', at: [60, 50], text: 'near', priority: 2, emphasis: false },
    { id: 'big', at: [300, 50], text: 'big', priority: 0, emphasis: true, belowPx: 10 },
  ],
  ...over,
})
/** A stage on which degrees are pixels. */
const stageWith = (shift = { x: 0 }, camera = { zoom: 6 }, over: { rects: ScreenRect[] } = { rects: [] }) => {
  const refresh = vi.fn()
  const stage = {
    device: fakeDevice().device,
    options: OPTIONS,
    project: (lon: number, lat: number) => ({ x: lon + shift.x, y: lat }),
    unproject: (x: number, y: number) => [x - shift.x, y],
    covered: () => over.rects,
    zoom: () => camera.zoom,
    size: () => [400, 200],
    refresh,
    fail: vi.fn(),
  } as unknown as Stage
  return { stage, refresh }
}
const settle = async (): Promise<void> => {
  page.fontsCome()
  for (let i = 0; i < 20; i++) await Promise.resolve()
}

describe('names on the map', () => {
  it('wait for their fonts, then show the more important where two would overlap', async () => {
    const { stage, refresh } = stageWith()
    const drawn = drawLabels(stage)
    expect(drawn.update(names())).toEqual([])
    expect([drawn.pending, drawn.cameraMoved!(), refresh.mock.calls.length]).toEqual([true, false, 0])
    await settle()
    expect([drawn.pending, refresh.mock.calls.length]).toEqual([false, 1])
    const [icons] = drawn.update(names())
    expect([drawn.idAt(0), drawn.idAt(1), drawn.idAt(2)]).toEqual(['near', 'big', null])
    const props = icons!.props as unknown as Record<string, (item: unknown, at?: object) => unknown>
    const shown = (icons!.props as unknown as { data: unknown[] }).data
    expect(shown.map((label) => props['getPosition']!(label))).toEqual([
      [60, 50, 0],
      [300, 50, 0],
    ])
    expect(shown.map((label) => props['getPixelOffset']!(label))).toEqual([
      [0, 0],
      [0, 10],
    ])
  })

  it('are chosen anew when the camera moved so far that others fit', async () => {
    const shift = { x: 0 }
    const { stage } = stageWith(shift)
    const drawn = drawLabels(stage)
    drawn.update(names())
    await settle()
    drawn.update(names())
    expect(drawn.cameraMoved!()).toBe(false)
    shift.x = -200
    expect(drawn.cameraMoved!()).toBe(true)
    drawn.update(names())
    expect([drawn.idAt(0), drawn.idAt(1)]).toEqual(['big', null])
    drawn.update(names({ visible: false }))
    expect(drawn.cameraMoved!()).toBe(false)
  })
})

describe('names on the map', () => {
  it('that are for nearer by leave their room to others until the camera is there', async () => {
    const camera = { zoom: 6 }
    const { stage } = stageWith(undefined, camera)
    const drawn = drawLabels(stage)
    const [far, near, big] = names().labels
    const spec = names({ labels: [far!, { ...near!, fromZoom: 7.5 }, big!] })
    drawn.update(spec)
    await settle()
    drawn.update(spec)
    expect([drawn.idAt(0), drawn.idAt(1), drawn.cameraMoved!()]).toEqual(['far', 'big', false])
    camera.zoom = 7.5
    expect(drawn.cameraMoved!()).toBe(true)
    drawn.update(spec)
    expect([drawn.idAt(0), drawn.idAt(1)]).toEqual(['near', 'big'])
  })

  it('do not wait for ever, nor tell a stage that is gone', async () => {
    vi.useFakeTimers()
    const { stage, refresh } = stageWith()
    const drawn = drawLabels(stage)
    drawn.update(names())
    await vi.advanceTimersByTimeAsync(4000)
    expect([drawn.pending, refresh.mock.calls.length]).toEqual([false, 1])
    drawn.update(names({ version: 2, labels: [] }))
    drawn.destroy!()
    await vi.advanceTimersByTimeAsync(4000)
    expect(refresh.mock.calls.length).toBe(1)
  })
})

describe('names on the map', () => {
  it('make way for a panel, and tell what is drawn: words, size, box', async () => {
    const over = { rects: [] as ScreenRect[] }
    const { stage } = stageWith(undefined, undefined, over)
    const drawn = drawLabels(stage)
    drawn.update(names())
    await settle()
    drawn.update(names())
    expect(drawn.labels!().map(({ text, kind, sizePx, led }) => [text, kind, sizePx, led])).toEqual([
      ['near', 'name', 20, false],
      ['big', 'name', 20 * 1.18, false],
    ])
    expect(drawn.labels!()[0]!.box).toMatchObject({ left: 60 - 25, top: 35, height: 30 })
    over.rects = [{ left: 0, top: 0, width: 100, height: 200 }]
    expect(drawn.cameraMoved!()).toBe(true)
    drawn.update(names())
    expect(drawn.labels!().map(({ id }) => id)).toEqual(['big'])
  })

  it('of a worst place stand outside the region, a line on the ground to its dot', async () => {
    const { stage } = stageWith()
    const drawn = drawLabels(stage)
    const outside = [[100, 0, 200, 200] as const]
    const worst = {
      id: 'worst',
      at: [180, 100] as const,
      text: 'county',
      detail: '4.5%',
      priority: 1,
      emphasis: false,
    }
    const spec = names({ labels: [{ ...worst, callout: { hex: '#ffb79e', outside } }] })
    drawn.update(spec)
    await settle()
    const [lines, icons] = drawn.update(spec)
    expect(icons!.id).toBe('names/pick')
    const [label] = drawn.labels!()
    expect(label).toMatchObject({ kind: 'callout', led: true, text: 'county 4.5%' })
    expect(label!.box.left).toBeGreaterThan(200)
    const { data, getPath } = lines!.props as unknown as {
      data: { points: number[][] }[]
      getPath: (leader: unknown) => number[][]
    }
    const path = getPath(data[0])
    expect(path[0]![0]).toBe(label!.box.left)
    expect(path.at(-1)).toEqual([180, 100])
  })
})

describe('fills in a texture', () => {
  it('are one texel a row, written when their version moved and laid out anew when there are more', () => {
    const { device, textures } = fakeDevice()
    const fills = new RowFillTexture(device)
    const column = (rows: number, version: number) => ({ values: new Uint8Array(rows * 4).fill(9), version })
    fills.write(column(20, 1))
    fills.write(column(20, 1))
    expect(textures.map(({ width, height, writes }) => [width, height, writes.length])).toEqual([[256, 1, 1]])
    const [bytes] = textures[0]!.writes[0]!
    expect([bytes.length, bytes[79], bytes[80]]).toEqual([1024, 9, 0])
    fills.write(column(300, 2))
    expect([textures[0]!.gone, textures[1]!.height, fills.texture]).toEqual([true, 2, textures[1]])
    fills.destroy()
    expect(textures[1]!.gone).toBe(true)
  })
})
