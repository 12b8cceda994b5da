/** The meshes of a building: faces of all floors, stretches of wall, desks. */
import type { BufferGeometry, ShaderMaterial } from 'three'
import { describe, expect, it } from 'vitest'
import { DESK_FIELDS, onDesk, writeDesks } from '../../../../src/engines/interior/shapes/desks.ts'
import { writeFloor } from '../../../../src/engines/interior/shapes/floorGeometry.ts'
import { Instances, Rows } from '../../../../src/engines/interior/meshes/Instances.ts'
import { FACE, MeshWriter } from '../../../../src/engines/interior/shapes/MeshWriter.ts'
import { buildModel } from '../../../../src/engines/interior/shapes/model.ts'
import { WALL_FIELDS, wallShape } from '../../../../src/engines/interior/meshes/walls.ts'
import { officeBuilding } from '../../../builders/records/officeBuilding.ts'

const office = officeBuilding({ above: 2, below: 1, bays: 3 })
const numbers = (geometry: BufferGeometry, name: string): number[] => [...geometry.getAttribute(name).array]

describe('the mesh of all floors', () => {
  it('has east to the right, north away and heights in centimetres, with room, face, shade and floor of each corner', () => {
    const mesh = new MeshWriter()
    const square = [
      [1, 2],
      [4, 2],
      [4, 5],
      [1, 5],
    ] as const
    mesh.floor = 3
    mesh.area(square, -0.32, { room: 7, face: FACE.tiles, rise: 1 })
    mesh.pool(
      square,
      [
        [2, 3],
        [3, 3],
        [3, 4],
        [2, 4],
      ],
      0.04,
      { room: 8, face: FACE.planks },
      { depth: ([x]) => x / 4, reachM: 0.9, shadeAtWall: 0.6 },
    )
    const geometry = mesh.build()
    expect(numbers(geometry, 'place').slice(0, 8)).toEqual([1, -2, 4, -2, 4, -5, 1, -5])
    expect(
      numbers(geometry, 'turn')
        .slice(0, 4)
        .map((v) => v + 0),
    ).toEqual([0, 127, 0, -32])
    expect(numbers(geometry, 'room')).toEqual([7, 7, 7, 7, 8, 8, 8, 8, 8, 8, 8, 8])
    expect(numbers(geometry, 'info').slice(0, 4)).toEqual([FACE.tiles, 255, 1, 0])
    expect(numbers(geometry, 'info').slice(16, 20)).toEqual([FACE.planks, 153, 0, 0])
    expect(numbers(geometry, 'info').slice(-4)).toEqual([FACE.planks, 255, 0, 90])
    expect(numbers(geometry, 'inner').slice(8, 10)).toEqual([Math.round(65535 / 4), 3])
    expect([...geometry.getIndex()!.array].slice(0, 6)).toEqual([0, 1, 2, 0, 2, 3])
    expect(geometry.getIndex()!.count).toBe(6 + 24 + 6)
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
    mesh.area(hook, 0, { room: 0, face: FACE.tiles })
    const area = mesh.build()
    const at = numbers(area, 'place')
    const index = [...area.getIndex()!.array]
    let sum = 0
    for (let i = 0; i < index.length; i += 3) {
      const [a, b, c] = index.slice(i, i + 3).map((v) => [at[v * 2]!, at[v * 2 + 1]!]) as [
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
      { room: -1, face: FACE.slabSide },
    )
    expect(
      numbers(walls.build(), 'turn')
        .filter((_, i) => i % 16 < 3)
        .map((v) => v + 0),
    ).toEqual([0, 0, 127, 127, 0, 0, 0, 0, -127, -127, 0, 0])
  })
})

describe('the mesh of a floor', () => {
  it('opens a wall towards the corridor for a door, and none of a room that touches no corridor', () => {
    const model = buildModel(office).floors[1]!
    const written = (floor: typeof model) => {
      const [mesh, walls] = [new MeshWriter(), new Rows(WALL_FIELDS)]
      writeFloor(mesh, walls, floor)
      const rows = [...walls.buffer().array]
      return { geometry: mesh.build(), walls: rows, wide: walls.width }
    }
    const endsOf = (floor: typeof model, room: number): number[] => {
      const { walls, wide } = written(floor)
      const at = (row: number, k: number) => walls[row * wide + k]
      return Array.from({ length: walls.length / wide }, (_, row) => row)
        .filter((row) => at(row, 8) === room)
        .map((row) => at(row, 10)!)
    }
    const { ordinal } = model.rooms[0]!
    expect(endsOf(model, ordinal).sort()).toEqual([0, 0, 0, 1, 2])
    const floors = office.floors.map((floor) => ({ ...floor, corridors: [] }))
    expect(endsOf(buildModel({ ...office, floors }).floors[1]!, ordinal)).toEqual([0, 0, 0, 0])
    const info = numbers(written(model).geometry, 'info')
    expect(info.filter((face, i) => i % 4 === 0 && face === FACE.shaft).length).toBeGreaterThan(0)
    expect(wallShape().getAttribute('part').count).toBe(20)
  })
})

describe('desks', () => {
  it('are rows of one mesh: place and turn of each, whether it is used, its row, room and floor', () => {
    const desks = office.floors[1]!.desks.slice(0, 2)
    const rows = new Rows(DESK_FIELDS)
    for (const floor of [4, 5]) writeDesks(rows, desks, floor, () => 7)
    const wanted = [4, 5].flatMap((floor, turn) =>
      desks.flatMap(({ x, y, rotationDeg, used }, i) => [
        x,
        y,
        rotationDeg,
        used ? 1 : 0,
        turn * 2 + i,
        7,
        floor,
      ]),
    )
    expect([...rows.buffer().array]).toEqual([...Float32Array.from(wanted)])
  })

  it('are drawn from any row on without another buffer', () => {
    const rows = new Rows(DESK_FIELDS)
    writeDesks(rows, office.floors[1]!.desks, 1, () => 7)
    const buffer = rows.buffer()
    const drawn = new Instances(wallShape(), DESK_FIELDS, buffer, {} as ShaderMaterial)
    drawn.show(5, 3)
    const state = drawn.mesh.geometry.getAttribute('state')
    expect([drawn.mesh.geometry.instanceCount, state.getY(0), state.getY(2)]).toEqual([3, 5, 7])
    expect((state as unknown as { data: unknown }).data).toBe(buffer)
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
