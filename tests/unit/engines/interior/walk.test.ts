/** A walk at eye height: where one stands, how far one comes, what one sees, and how the camera is given and taken back. */
import type { Mesh } from 'three'
import { describe, expect, it } from 'vitest'
import { BuildingView } from '../../../../src/engines/interior/building/BuildingView.ts'
import { CameraRig } from '../../../../src/engines/interior/camera/CameraRig.ts'
import { makePalette } from '../../../../src/engines/interior/palette.ts'
import { buildModel } from '../../../../src/engines/interior/shapes/model.ts'
import { insideRing } from '../../../../src/engines/interior/shapes/rings.ts'
import {
  goFrom,
  isFree,
  roomAt,
  seesFrom,
  standIn,
  standOn,
  walkPlan,
} from '../../../../src/engines/interior/walk/plan.ts'
import { shellMesh } from '../../../../src/engines/interior/walk/shell.ts'
import { EYE_M, Walk } from '../../../../src/engines/interior/walk/Walk.ts'
import { officeBuilding } from '../../../builders/records/officeBuilding.ts'
import { OPTIONS } from '../fakeEngine.ts'

const model = buildModel(officeBuilding({ above: 2, below: 0, bays: 3 }))
const floor = model.floors[1]!
const plan = walkPlan(floor)
const room = model.roomOf.get('r202')!
const NONE = { ahead: 0, aside: 0, turn: 0 }
const walkFrom = (at: readonly [number, number], headingDeg: number, calm = true) =>
  new Walk(plan, { at, headingDeg }, calm)

describe('where one walks', () => {
  it('begins in every room within its walls, and without one in the corridor', () => {
    for (const one of floor.rooms) {
      const { at } = standIn(plan, one)
      expect([one.id, roomAt(plan, at)?.id, isFree(plan, at)]).toEqual([one.id, one.id, true])
    }
    const { at, headingDeg } = standOn(plan)
    expect([roomAt(plan, at), isFree(plan, at), headingDeg]).toEqual([null, true, 90])
    expect(insideRing(floor.corridors[0]!, at[0], at[1])).toBe(true)
  })

  it('looks from the door to the windows', () => {
    const { at, headingDeg } = standIn(plan, room)
    expect(at[1]).toBeGreaterThan(room.anchor[1])
    expect(Math.abs(headingDeg)).toBeGreaterThan(90)
  })

  it('ends at a wall, goes along it, and through a door', () => {
    const { door, ring } = room
    const [a, b] = [ring[door!.edge]!, ring[(door!.edge + 1) % ring.length]!]
    const atDoor = (a[0] + b[0]) / 2
    expect(roomAt(plan, goFrom(plan, [atDoor, room.anchor[1]], [0, 4.6]))).toBeNull()
    const beside = goFrom(plan, [room.box.minX + 0.5, room.anchor[1]], [0, 6])
    expect(roomAt(plan, beside)?.id).toBe('r202')
    const slid = goFrom(plan, beside, [0.4, 2])
    expect(slid[0] - beside[0]).toBeGreaterThan(0.2)
  })

  it('never leads out of the floor, whichever way one goes', () => {
    let at = standOn(plan).at
    for (let k = 0; k < 400; k++) {
      const angle = k * 2.399
      at = goFrom(plan, at, [Math.cos(angle) * 3, Math.sin(angle) * 3])
      expect([k, isFree(plan, at)]).toEqual([k, true])
    }
  })

  it('does not let one see through walls, but through doors', () => {
    const corridor = standOn(plan).at
    expect(seesFrom(plan, room.anchor, model.roomOf.get('r204')!.anchor)).toBe(false)
    expect(seesFrom(plan, corridor, [corridor[0] + 5, corridor[1]])).toBe(true)
  })
})

describe('who walks', () => {
  it('goes ahead, aside and round step by step where no motion is wanted', () => {
    const walk = walkFrom(room.anchor, 0)
    walk.steer({ ...NONE, ahead: 1 }, 0)
    expect(walk.at[1]).toBeCloseTo(room.anchor[1] + 0.6, 6)
    walk.steer({ ...NONE, turn: 1 }, 0)
    expect([walk.orbit.bearingDeg, walk.update(5000)]).toEqual([15, false])
  })

  it('goes on while a key is held, and stands when it is let go', () => {
    const walk = walkFrom(standOn(plan).at, 90, false)
    const [x] = walk.at
    walk.steer({ ...NONE, ahead: 1 }, 0)
    expect([50, 100, 150].map((ms) => walk.update(ms))).toEqual([true, true, true])
    walk.steer(NONE, 150)
    expect([walk.update(200), walk.at[0] > x + 0.2]).toEqual([false, true])
  })

  it('goes to a place of the floor that it sees, and not through a wall', () => {
    const walk = walkFrom(room.anchor, 180)
    const ray = (to: readonly [number, number]) => ({
      origin: [walk.at[0], floor.spec.elevationM + EYE_M, walk.at[1]] as const,
      direction: [to[0] - walk.at[0], -EYE_M, to[1] - walk.at[1]] as const,
    })
    expect(walk.goTo(ray([room.anchor[0] + 0.8, room.anchor[1]]), 0)).toBe(true)
    expect(walk.at[0]).toBeCloseTo(room.anchor[0] + 0.8, 6)
    expect(walk.goTo(ray(model.roomOf.get('r204')!.anchor), 0)).toBe(false)
  })

  it('stands again where the address told that it stood, and nowhere that is no place', () => {
    const before = walkFrom([room.anchor[0] + 0.5, room.anchor[1]], 70)
    const after = walkFrom(room.anchor, 0)
    expect(after.standAs(before.orbit)).toBe(true)
    expect([after.at, after.orbit]).toEqual([before.at, before.orbit])
    expect(after.standAs({ ...before.orbit, target: [-50, 1, -50] })).toBe(false)
    expect(after.standAs({ ...before.orbit, distance: 60 })).toBe(false)
  })
})

describe('the camera of a walk', () => {
  it('stands 1.6 m over the floor, sees a room’s width, and is the orbit’s again afterwards', () => {
    const rig = new CameraRig()
    rig.resize(1920, 1080)
    const before = rig.orbit
    rig.setWalk(walkFrom(room.anchor, 0), 0, 0)
    expect(rig.camera.position.y).toBeCloseTo(floor.spec.elevationM + 1.6, 6)
    expect([rig.camera.fov > 40, rig.camera.near < 0.1]).toEqual([true, true])
    rig.turn(20, 0)
    expect(rig.orbit.bearingDeg).not.toBe(0)
    rig.setWalk(null, 0, 0)
    expect([rig.orbit, Math.round(rig.camera.fov)]).toEqual([before, 37])
  })

  it('has full walls around it and no line over a chosen room, which is on cut walls again afterwards', () => {
    const view = new BuildingView(officeBuilding({ above: 2, below: 0, bays: 3 }), makePalette(OPTIONS))
    view.setOpen('f2', 0, 0)
    view.setChosen('r202', null, 0, 0)
    const drawn = () => view.group.children.length
    const [opened, before] = [view.floorById('f2')!, drawn()]
    const cutM = opened.wallM
    view.setWalked(opened, 0, 0)
    expect([opened.wallM, drawn()]).toEqual([opened.fullM, before - 1])
    view.setWalked(null, 0, 0)
    expect([opened.wallM, drawn()]).toEqual([cutM, before])
    const line = view.group.children.at(-1) as Mesh
    line.geometry.computeBoundingBox()
    expect(line.geometry.boundingBox!.max.y).toBeLessThan(2)
  })

  it('has a storey around it: ceiling and lamps at its height, nothing above', () => {
    const positions = shellMesh(floor, makePalette(OPTIONS), 3.28).geometry.getAttribute('position')
    const ups = Array.from({ length: positions.count }, (_, i) => positions.getY(i))
    expect([Math.max(...ups), Math.min(...ups)].map((m) => Number(m.toFixed(2)))).toEqual([3.28, 0])
  })
})
