/** The interior as an engine, its stage a stand-in that draws nothing: what is told, picked and asked for a frame, and where its texts lie. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { LabelBoard, type LabelSpec } from '../../../../src/engines/interior/labels/LabelBoard.ts'
import { TextAtlas, type Sign } from '../../../../src/engines/interior/labels/TextAtlas.ts'
import { CameraRig } from '../../../../src/engines/interior/camera/CameraRig.ts'
import { fakeDocument } from '../fakePen.ts'

beforeEach(() => vi.stubGlobal('document', fakeDocument()))
afterEach(() => vi.unstubAllGlobals())

const sign = (text: string, chip = false): Sign => ({
  lines: [{ text, sizePx: 10, weight: 600, color: '#fff' }],
  chip: chip ? { plate: '#000', border: '#fff', leaderPx: 14 } : null,
})
const LOOK = { fontFamily: 'sans-serif', halo: '#000', ratio: 1 }

describe('texts in a building', () => {
  it('lie in the texture row by row; one that finds no place any more has none', () => {
    const atlas = new TextAtlas([sign('abc'), sign('abc', true)], LOOK)
    expect(atlas.regions).toEqual([
      { x: 0, y: 0, width: 36, height: 17 },
      { x: 38, y: 0, width: 58, height: 19 },
    ])
    expect(atlas.size).toEqual([2048, 19])
    const wide = new TextAtlas(
      Array.from({ length: 500 }, (_, i) => sign(`${i}`.repeat(150))),
      LOOK,
    )
    expect(wide.regions[1]!.y).toBe(19)
    expect(wide.regions.filter((region) => region === null).length).toBeGreaterThan(0)
  })

  it('show the more important where two would overlap, a shorter sign where the longer is too wide, none off the picture', () => {
    const rig = new CameraRig()
    rig.resize(640, 360)
    rig.jump({ target: [0, 0, 0], distance: 100, pitchDeg: 0, bearingDeg: 0 })
    const label = (id: string, x: number, priority: number, over: Partial<LabelSpec> = {}): LabelSpec => ({
      pickId: id,
      signs: [sign(id)],
      priority,
      hang: 'centre',
      place: () => [x, 0, 0],
      avoid: null,
      room: null,
      ...over,
    })
    const board = new LabelBoard(
      [
        label('less', 1, 1),
        label('more', 0, 2),
        label('room', 30, 3, { signs: [sign('a long name'), sign('ab')], room: () => [40, 40] }),
        label('none', -30, 3, { room: () => [5, 5] }),
        label('away', 900, 9),
        label('kept', -20, 3, {
          avoid: () => [
            [0, 0],
            [640, 0],
            [640, 360],
            [0, 360],
          ],
        }),
      ],
      LOOK,
    )
    board.layout(rig.camera, 640, 360)
    expect([...board.mesh.geometry.getAttribute('shown').array]).toEqual([0, 1, 1, 0, 0, 0])
    expect([board.at(320, 180), board.at(320, 220), board.missing]).toEqual(['more', null, 0])
    const shape = board.mesh.geometry.getAttribute('shape')
    expect([shape.getX(2), shape.getY(2)]).toEqual([26, 17])
    board.dispose()
  })
})
