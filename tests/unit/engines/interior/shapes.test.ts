/** A building made ready for drawing: its floors and rooms, its meshes, and what changes on them without being built anew. */
import type { BufferGeometry, Mesh, ShaderMaterial } from 'three'
import { describe, expect, it } from 'vitest'
import { makePalette } from '../../../../src/engines/interior/palette.ts'
import { BuildingView } from '../../../../src/engines/interior/building/BuildingView.ts'
import { buildModel } from '../../../../src/engines/interior/shapes/model.ts'
import { buildThing, layerOfThing } from '../../../../src/engines/interior/shapes/shown.ts'
import type { InteriorLayer } from '../../../../src/shared/scene/layers.ts'
import { officeBuilding } from '../../../builders/records/officeBuilding.ts'
import { OPTIONS } from '../fakeEngine.ts'

const palette = makePalette(OPTIONS)
const office = officeBuilding({ above: 2, below: 1, bays: 3 })

describe('a building', () => {
  it('stands from the lowest floor up, and every room keeps its row of the fill', () => {
    const shuffled: InteriorLayer = {
      ...office,
      floors: [office.floors[2]!, office.floors[0]!, office.floors[1]!],
    }
    const model = buildModel(shuffled)
    expect(model.floors.map(({ spec, rank }) => [spec.id, rank])).toEqual([
      ['f-1', 0],
      ['f1', 1],
      ['f2', 2],
    ])
    const rooms = office.floors[0]!.rooms.length
    expect([model.roomOf.get('r201')!.ordinal, model.roomOf.get('rB101')!.ordinal, model.roomCount]).toEqual([
      0,
      rooms,
      rooms * 3,
    ])
    expect(['r101', 'r101-d1', 'f1'].map((id) => model.floorOf.get(id)?.spec.id)).toEqual(['f1', 'f1', 'f1'])
  })

  it('leaves out what has no area, says which, and takes an outline from the rooms', () => {
    const [first, second, third] = office.floors
    const model = buildModel({
      ...office,
      floors: [
        {
          ...first!,
          rooms: [
            {
              ...first!.rooms[0]!,
              ring: [
                [0, 0],
                [1, 1],
              ],
            },
            ...first!.rooms.slice(1),
          ],
        },
        { ...second!, outline: [], rooms: second!.rooms.slice(0, 1) },
        { ...third!, outline: [[0, 0]], rooms: [] },
      ],
    })
    expect(model.problems).toEqual([
      'room rB101: ring has 2 distinct corners, expected at least 3',
      'floor f2: outline has 0 distinct corners and there are no rooms to take it from',
    ])
    expect(model.floors[1]!.outline).toHaveLength(4)
    expect(model.floors.map(({ spec }) => spec.id)).toEqual(['f-1', 'f1'])
    expect(model.roomOf.get(first!.rooms[1]!.id)!.ordinal).toBe(1)
  })
})

describe('a building', () => {
  it('is told whole, or that no floor of it can be drawn', () => {
    const told: string[] = []
    const shown = buildThing(office, palette, (message) => void told.push(message))!
    expect([shown.layer, told]).toEqual([office, []])
    const labels = [{ id: 'names', labels: [{ id: 'door' }] }] as never
    expect(['r101', 'door', 'unknown'].map((id) => layerOfThing(id, shown, labels))).toEqual([
      'interior',
      'names',
      'interior',
    ])
    expect(buildThing({ ...office, floors: [] }, palette, (message) => void told.push(message))).toBeNull()
    expect(told).toEqual(['building b1 has no floor that can be drawn'])
  })
})

/** East, up and south, wall, presence, opened, schematic, chosen, line and desks of each floor as the device is told. */
const statesOf = (view: BuildingView): number[][] => {
  const { data } = (uniforms(view.group.children[1])['uFloors']!.value as { image: { data: Float32Array } })
    .image
  return view.floors.map((_, rank) => [...data.subarray(rank * 12, rank * 12 + 10)])
}
const uniforms = (mesh: unknown): Record<string, { value: unknown }> =>
  (mesh as Mesh<BufferGeometry, ShaderMaterial>).material.uniforms

const made = () => new BuildingView(office, palette)
const seenFrom = (upM: number) => ({ metresPerPx: 0.05, upM, bearingDeg: 0 })

describe('a building on the stage', () => {
  it('takes new colours as one small texture, and none of a version that it has', () => {
    const view = made()
    view.setFill(office.fill)
    const texture = uniforms(view.group.children[1])['uFill']!.value as {
      version: number
      image: { data: Uint8Array }
    }
    expect(texture.image.data.length).toBe(64 * 4)
    expect([...texture.image.data.subarray(0, 4)]).toEqual([...office.fill.values.subarray(0, 4)])
    const { version } = texture
    view.setFill(office.fill)
    expect(texture.version).toBe(version)
    view.setFill({ ...office.fill, version: 2 })
    expect(texture.version).toBe(version + 1)
  })

  it('opens a floor by easing the others away, and stands still when that is over', () => {
    const view = made()
    view.setOpen('f1', 0, 700)
    expect(view.floors.map(({ mode }) => mode)).toEqual(['ghost', 'opened', 'ghost'])
    expect([view.update(350, seenFrom(50)), view.update(700, seenFrom(50))]).toEqual([true, false])
    expect(statesOf(view).map((state) => Number(state[1]!.toFixed(3)))).toEqual([-3.6, 0, 3.6])
    expect(statesOf(view).map((state) => state[4])).toEqual([0, 1, 0])
    const { start, count } = (view.group.children[1] as Mesh).geometry.drawRange
    expect([start > 0, count < (view.group.children[1] as Mesh).geometry.getIndex()!.count / 2]).toEqual([
      true,
      true,
    ])
    const { version } = uniforms(view.group.children[1])['uFloors']!.value as { version: number }
    view.update(800, seenFrom(50))
    expect((uniforms(view.group.children[1])['uFloors']!.value as { version: number }).version).toBe(version)
    view.setOpen(null, 700, 0)
    expect(view.update(700, seenFrom(50))).toBe(false)
    expect(statesOf(view).map((state) => state[4])).toEqual([1, 1, 1])
  })

  it('marks what is chosen: room, desk or floor, and one accent line around it', () => {
    const view = made()
    view.setOpen('f1', 0, 0)
    const parts = view.group.children.length
    view.setChosen('r101', 'r103', 0, 0)
    const shared = uniforms(view.group.children[1])
    expect([shared['uSelected']!.value, shared['uHovered']!.value]).toEqual([
      view.model.roomOf.get('r101')!.ordinal,
      view.model.roomOf.get('r103')!.ordinal,
    ])
    expect(view.group.children).toHaveLength(parts + 1)
    view.setChosen('r101-d2', null, 0, 0)
    const desks = uniforms(view.group.children[6])
    expect([desks['uChosen']!.value, desks['uPointed']!.value]).toEqual([1, -1])
    view.setChosen('r201-d1', null, 0, 0)
    expect(desks['uChosen']!.value).toBe(office.floors[1]!.desks.length)
    view.setChosen(null, null, 0, 0)
    expect(view.group.children).toHaveLength(parts)
    view.setChosen(null, 'f1', 0, 0)
    view.update(0, seenFrom(50))
    expect(statesOf(view).map((state) => state[7])).toEqual([0, 1, 0])
  })
})

describe('a building on the stage', () => {
  it('is framed as low as its opened floor; deep ground is drawn fainter', () => {
    const view = made()
    expect(view.frame(null)).toBeNull()
    expect(view.frame('f1')).toEqual({ min: [0, -0.32, 0], max: [20.6, 1.2, 15.6] })
    expect([
      view.hasBasement,
      new BuildingView({ ...office, floors: office.floors.slice(1) }, palette).hasBasement,
    ]).toEqual([true, false])
    view.update(0, seenFrom(50))
    const ground = uniforms(view.group.children[0])
    expect(ground['uOpacity']!.value).toBe(0.72)
    view.update(0, seenFrom(-2))
    expect(ground['uOpacity']!.value).toBe(0.25)
    view.dispose()
    expect(view.group.parent === null).toBe(true)
  })
})

describe('the palette of a building', () => {
  it('draws a white line faintly, and one that is faint already as it is', () => {
    expect(palette.grid.r).toBeLessThan(0.2)
    const dim = makePalette({ ...OPTIONS, line: '#203040', accent: undefined } as never)
    expect([dim.grid.getHexString('srgb-linear'), dim.accentCss]).toEqual(['1d2b3a', '#58c4dd'])
    expect(palette.textDim).toMatch(/^#[0-9a-f]{6}$/)
  })
})
