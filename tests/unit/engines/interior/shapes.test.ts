/** A building made ready for drawing: its floors and rooms, its meshes, and what changes on them without being built anew. */
import type { BufferGeometry, Mesh, ShaderMaterial } from 'three'
import { describe, expect, it } from 'vitest'
import { makePalette } from '../../../../src/engines/interior/palette.ts'
import { BuildingView } from '../../../../src/engines/interior/building/BuildingView.ts'
import { deskMesh, onDesk } from '../../../../src/engines/interior/shapes/desks.ts'
import { floorGeometry } from '../../../../src/engines/interior/shapes/floorGeometry.ts'
import { corner, FACE, MeshWriter } from '../../../../src/engines/interior/shapes/MeshWriter.ts'
import { buildModel } from '../../../../src/engines/interior/shapes/model.ts'
import { buildThing, layerOfThing } from '../../../../src/engines/interior/shapes/shown.ts'
import type { InteriorLayer } from '../../../../src/shared/scene/layers.ts'
import { officeBuilding } from '../../../builders/records/officeBuilding.ts'
import { OPTIONS } from '../fakeEngine.ts'

const palette = makePalette(OPTIONS)
const office = officeBuilding({ above: 2, below: 1, bays: 3 })
const numbers = (geometry: BufferGeometry, name: string): number[] => [...geometry.getAttribute(name).array]

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

describe('the mesh of a floor', () => {
  it('has east to the right, north away and up upwards, four numbers a vertex beside', () => {
    const mesh = new MeshWriter()
    mesh.quad(
      [corner([1, 2], 3), corner([4, 2], 3), corner([4, 5], 3, 1), corner([1, 5], 3, 1)],
      [0, 0, 1],
      7,
      FACE.wallTop,
      [0.5, 0.5, 1, 1],
    )
    const geometry = mesh.build()
    expect(numbers(geometry, 'position')).toEqual([1, 3, -2, 4, 3, -2, 4, 3, -5, 1, 3, -5])
    expect(
      numbers(geometry, 'normal')
        .slice(0, 3)
        .map((v) => v + 0),
    ).toEqual([0, 127, 0])
    expect(numbers(geometry, 'info').slice(0, 4)).toEqual([7, FACE.wallTop, 0.5, 0])
    expect(numbers(geometry, 'info').slice(8, 12)).toEqual([7, FACE.wallTop, 1, 1])
    expect([...geometry.getIndex()!.array]).toEqual([0, 1, 2, 0, 2, 3])
  })
})

describe('the mesh of a floor', () => {
  it('covers an area once, however it bends, and closes its sides outward', () => {
    const hook = [
      [0, 0],
      [10, 0],
      [10, 2],
      [2, 2],
      [2, 10],
      [0, 10],
    ] as const
    const mesh = new MeshWriter()
    mesh.area(hook, 0, 0, FACE.tiles)
    const area = mesh.build()
    const at = numbers(area, 'position')
    const index = [...area.getIndex()!.array]
    let sum = 0
    for (let i = 0; i < index.length; i += 3) {
      const [a, b, c] = index.slice(i, i + 3).map((v) => [at[v * 3]!, at[v * 3 + 2]!]) as [
        number[],
        number[],
        number[],
      ]
      sum += Math.abs((b[0]! - a[0]!) * (c[1]! - a[1]!) - (c[0]! - a[0]!) * (b[1]! - a[1]!)) / 2
    }
    expect(sum).toBeCloseTo(36, 6)
    const walls = new MeshWriter()
    walls.sides(
      [
        [0, 0],
        [10, 0],
        [10, 5],
        [0, 5],
      ],
      -1,
      2,
      -1,
      FACE.slabSide,
    )
    expect(
      numbers(walls.build(), 'normal')
        .filter((_, i) => i % 12 < 3)
        .map((v) => v + 0),
    ).toEqual([0, 0, 127, 127, 0, 0, 0, 0, -127, -127, 0, 0])
  })
})

describe('the mesh of a floor', () => {
  it('opens a wall towards the corridor for a door, and none of a room that touches no corridor', () => {
    const model = buildModel(office).floors[1]!
    const faces = (floor: typeof model, room: number, face: number): number => {
      const info = numbers(floorGeometry(floor), 'info')
      return info.filter((_, i) => i % 4 === 0 && info[i] === room && info[i + 1] === face).length / 4
    }
    const { ordinal } = model.rooms[0]!
    expect(faces(model, ordinal, FACE.wallTop)).toBe(5)
    expect(faces(model, ordinal, FACE.wallSide)).toBe(12)
    const floors = office.floors.map((floor) => ({ ...floor, corridors: [] }))
    const closed = buildModel({ ...office, floors }).floors[1]!
    expect(faces(closed, ordinal, FACE.wallTop)).toBe(4)
    expect(faces(model, -1, FACE.shaft)).toBeGreaterThan(0)
  })
})

describe('desks', () => {
  it('are one mesh: place and turn of each, whether it is used, its row and room', () => {
    const desks = office.floors[1]!.desks.slice(0, 2)
    const { geometry } = deskMesh(desks, {} as ShaderMaterial, () => 7)
    expect((geometry as unknown as { instanceCount: number }).instanceCount).toBe(2)
    const f32 = (values: number[]) => [...Float32Array.from(values)]
    expect(numbers(geometry, 'place')).toEqual(
      f32(desks.flatMap(({ x, y, rotationDeg }) => [x, y, rotationDeg, 0])),
    )
    expect(numbers(geometry, 'state')).toEqual(desks.flatMap(({ used }, row) => [used ? 1 : 0, row, 7]))
  })

  it('are hit on the table and on the chair in front of it, turned as they stand', () => {
    const desk = { id: 'd', x: 10, y: 5, rotationDeg: 0, used: true }
    expect([onDesk(desk, 10.6, 5), onDesk(desk, 10.7, 5)]).toEqual([true, false])
    expect([onDesk(desk, 10, 4.25), onDesk(desk, 10, 5.4)]).toEqual([true, false])
    const turned = { ...desk, rotationDeg: 90 }
    expect([onDesk(turned, 10.75, 5), onDesk(turned, 9.5, 5), onDesk(turned, 10, 5.6)]).toEqual([
      true,
      false,
      true,
    ])
  })
})

const uniforms = (mesh: unknown): Record<string, { value: unknown }> =>
  (mesh as Mesh<BufferGeometry, ShaderMaterial>).material.uniforms

const made = () => new BuildingView(office, palette)
const seenFrom = (upM: number) => ({ metresPerPx: 0.05, upM, bearingDeg: 0 })

describe('a building on the stage', () => {
  it('takes new colours as one small texture, and none of a version that it has', () => {
    const view = made()
    view.setFill(office.fill)
    const texture = uniforms(view.floors[0]!.group.children[0])['uFill']!.value as {
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
    expect(view.floors.map(({ group }) => group.position.y)).toEqual([-3.6, 0, 3.6])
    expect(view.floors.map(({ group }) => group.children[0]!.visible)).toEqual([false, true, false])
    view.setOpen(null, 700, 0)
    expect(view.update(700, seenFrom(50))).toBe(false)
    expect(view.floors.map(({ group }) => group.children[0]!.visible)).toEqual([true, true, true])
  })

  it('marks what is chosen: room, desk or floor, and one accent line around it', () => {
    const view = made()
    view.setOpen('f1', 0, 0)
    const parts = view.group.children.length
    view.setChosen('r101', 'r103', 0, 0)
    const shared = uniforms(view.floors[0]!.group.children[0])
    expect([shared['uSelected']!.value, shared['uHovered']!.value]).toEqual([
      view.model.roomOf.get('r101')!.ordinal,
      view.model.roomOf.get('r103')!.ordinal,
    ])
    expect(view.group.children).toHaveLength(parts + 1)
    view.setChosen('r101-d2', null, 0, 0)
    const desks = uniforms(view.floors[1]!.group.children[2])
    expect([desks['uChosen']!.value, desks['uPointed']!.value]).toEqual([1, -1])
    view.setChosen(null, null, 0, 0)
    expect(view.group.children).toHaveLength(parts)
    view.setChosen(null, 'f1', 0, 0)
    expect(uniforms(view.floors[1]!.group.children[0])['uFloorChosen']!.value).toBe(1)
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
    expect(view.floors.every(({ group }) => group.parent === null)).toBe(true)
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
