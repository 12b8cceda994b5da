/** The camera in a building: limits, flights, drags and wheels, and what lies on a line of sight. */
import { afterEach, describe, expect, it, vi } from 'vitest'
import { CameraRig } from '../../../../src/engines/interior/camera/CameraRig.ts'
import { easeInOut, Glide } from '../../../../src/engines/interior/camera/Glide.ts'
import { HoverWatch } from '../../../../src/engines/interior/camera/HoverWatch.ts'
import {
  atHeight,
  rayThrough,
  thingUnder,
  type Ray,
} from '../../../../src/engines/interior/camera/picking.ts'
import { PointerControls } from '../../../../src/engines/interior/camera/PointerControls.ts'
import { orbitOfPose, poseOfOrbit } from '../../../../src/engines/interior/camera/pose.ts'
import { makePalette } from '../../../../src/engines/interior/palette.ts'
import { BuildingView } from '../../../../src/engines/interior/building/BuildingView.ts'
import { officeBuilding } from '../../../builders/records/officeBuilding.ts'
import { cornersOf } from '../../../../src/engines/framing.ts'
import { OPTIONS } from '../fakeEngine.ts'

const rigOf = (): CameraRig => {
  const rig = new CameraRig()
  rig.limits = { min: [0, 0, 0], max: [60, 20, 40] }
  rig.resize(800, 600)
  rig.jump({ target: [30, 0, 20], distance: 100, pitchDeg: 45, bearingDeg: 0 })
  return rig
}

afterEach(() => void vi.restoreAllMocks())

describe('a number on its way', () => {
  it('goes slow at both ends, by time, and turns from where it is', () => {
    expect([easeInOut(-1), easeInOut(0.25), easeInOut(0.5), easeInOut(2)]).toEqual([0, 0.0625, 0.5, 1])
    const glide = new Glide(0)
    glide.to(10, 1000, 200)
    expect([glide.at(1000), glide.at(1100), glide.at(1200), glide.target]).toEqual([0, 5, 10, 10])
    expect([glide.moving(1199), glide.moving(1200)]).toEqual([true, false])
    glide.to(0, 1100, 200)
    expect(glide.at(1100)).toBe(5)
    glide.to(7, 1100, 0)
    expect([glide.at(1100), glide.moving(1100)]).toEqual([7, false])
  })
})

describe('the camera in a building', () => {
  it('stays near the building and above the ground, and turns in one circle', () => {
    const rig = rigOf()
    rig.jump({ target: [900, -900, 20], distance: 1e6, pitchDeg: 100, bearingDeg: 190 })
    const { target, distance, pitchDeg, bearingDeg } = rig.orbit
    expect([target, pitchDeg, bearingDeg]).toEqual([[90, -20, 20], 85, -170])
    expect(distance).toBeCloseTo(40 + 6 * Math.hypot(60, 20, 40), 6)
    rig.zoom(1e-9, null)
    expect(rig.orbit.distance).toBe(4)
  })

  it('holds the place under the pointer while it comes nearer', () => {
    const rig = rigOf()
    const [x, y] = [40, 25]
    const seen = () => rig.camera.position.clone().set(x, 0, -y).project(rig.camera)
    const before = seen()
    rig.zoom(0.5, [x, y])
    expect(rig.orbit.distance).toBe(50)
    expect([seen().x, seen().y].map((v) => v.toFixed(6))).toEqual(
      [before.x, before.y].map((v) => v.toFixed(6)),
    )
  })

  it('lets the ground follow a drag', () => {
    const rig = rigOf()
    const metres = rig.metresPerPx
    expect(metres).toBeCloseTo((2 * 100 * Math.tan((36.86989764584402 * Math.PI) / 360)) / 600, 9)
    rig.pan(10, 0)
    expect(rig.orbit.target[0]).toBeCloseTo(30 - 10 * metres, 9)
    rig.pan(0, 10)
    expect(rig.orbit.target[2]).toBeCloseTo(20 + (10 * metres) / Math.cos(Math.PI / 4), 9)
  })
})

describe('the camera in a building', () => {
  it('flies by the shorter way and the ratio of the distances, and lands where a person takes it', async () => {
    const rig = rigOf()
    rig.jump({ ...rig.orbit, bearingDeg: 170 })
    let landed = false
    const flight = rig.fly({ target: [30, 0, 20], distance: 25, pitchDeg: 45, bearingDeg: -170 }, 0, 1000)
    void flight.then(() => (landed = true))
    expect([rig.update(500), rig.flying]).toEqual([true, true])
    expect([rig.orbit.distance, Math.abs(rig.orbit.bearingDeg)].map((v) => v.toFixed(6))).toEqual([
      '50.000000',
      '180.000000',
    ])
    expect(rig.update(1000)).toBe(false)
    await flight
    expect([landed, rig.orbit.distance]).toEqual([true, 25])
    const other = rig.fly({ ...rig.orbit, distance: 100 }, 0, 1000)
    rig.update(500)
    rig.grab()
    await other
    expect([rig.flying, rig.orbit.distance.toFixed(6)]).toEqual([false, '50.000000'])
  })

  it('slows down after it was thrown, and halts', () => {
    const rig = rigOf()
    rig.throwTurn(90, 0, 0)
    rig.update(100)
    expect(rig.orbit.bearingDeg).toBeCloseTo(9, 6)
    let steps = 0
    for (let now = 200; rig.update(now) && steps < 100; now += 100) steps++
    expect(steps).toBeGreaterThan(3)
    expect(steps).toBeLessThan(20)
    expect(rig.update(9999)).toBe(false)
  })

  it('frames a building in what the panels leave free', () => {
    const rig = rigOf()
    rig.setPadding([0, 300, 0, 0])
    expect(rig.free).toEqual([500, 600])
    rig.jump(rig.framing(cornersOf(rig.limits), 60, 20))
    const xs = [0, 60].flatMap((x) =>
      [0, 20].flatMap((up) =>
        [0, 40].map((y) => (rig.camera.position.clone().set(x, up, -y).project(rig.camera).x + 1) * 400),
      ),
    )
    expect(Math.min(...xs)).toBeGreaterThan(0)
    expect(Math.max(...xs)).toBeLessThan(500)
  })

  it('is a pose on earth and back, whichever way the building is turned', () => {
    const frame = { origin: [108.3, 22.8] as const, rotationDeg: 30 }
    const orbit = { target: [12, 3.6, 7] as const, distance: 60, pitchDeg: 50, bearingDeg: 20 }
    const pose = poseOfOrbit(orbit, frame, 600)
    expect([pose.pitchDeg, pose.heightM, pose.bearingDeg]).toEqual([50, 3.6, -10])
    const back = orbitOfPose(pose, 0, frame, 600)
    expect(back.distance).toBeCloseTo(60, 6)
    for (const k of [0, 1, 2] as const) expect(back.target[k]).toBeCloseTo(orbit.target[k], 6)
    expect(orbitOfPose({ ...pose, heightM: undefined }, 9, frame, 600).target[1]).toBe(9)
  })
})

/** An element that hears pointers, and what its controls made of them. */
const controlled = (calm = false) => {
  const element = Object.assign(new EventTarget(), {
    clientWidth: 800,
    style: {} as Record<string, string>,
    getBoundingClientRect: () => ({ left: 10, top: 20, width: 400 }),
  })
  const rig = rigOf()
  const heard: unknown[][] = []
  rig.calm = calm
  const controls = new PointerControls(element as unknown as HTMLElement, rig, {
    isNamed: () => false,
    click: (...at) => void heard.push(['click', ...at]),
    point: (...at) => void heard.push(['point', ...at]),
    leave: () => void heard.push(['leave']),
    moved: () => void heard.push(['moved']),
    placeAt: () => [30, 20],
  })
  const send = (type: string, x: number, y: number, over: object = {}): void => {
    const event = new Event(type, { cancelable: true })
    for (const [key, value] of Object.entries({
      clientX: x / 2 + 10,
      clientY: y / 2 + 20,
      pointerId: 1,
      buttons: 1,
      timeStamp: 0,
      ...over,
    }))
      Object.defineProperty(event, key, { value })
    element.dispatchEvent(event)
  }
  return { rig, heard, send, controls }
}

describe('pointers in a building', () => {
  it('click where they moved less than a few pixels, in pixels of the element also on a scaled wall', () => {
    const { heard, send } = controlled()
    send('pointermove', 100, 80)
    send('pointerdown', 100, 80)
    send('pointerup', 102, 80)
    send('pointerleave', 0, 0)
    expect(heard).toEqual([['point', 100, 80], ['click', 102, 80], ['leave']])
  })

  it('turn with a drag, move with shift, and come nearer with the wheel', () => {
    const { rig, send } = controlled(true)
    send('pointerdown', 100, 100)
    send('pointermove', 200, 50)
    expect([rig.orbit.bearingDeg, rig.orbit.pitchDeg].map((v) => v.toFixed(3))).toEqual(['28.000', '59.000'])
    const { target } = rig.orbit
    send('pointermove', 210, 50, { shiftKey: true })
    expect(rig.orbit.target).not.toEqual(target)
    send('pointerup', 210, 50, { timeStamp: 1 })
    expect(rig.update(performance.now())).toBe(false)
    const { distance } = rig.orbit
    send('wheel', 100, 100, { deltaY: -200, deltaMode: 0 })
    expect(rig.orbit.distance).toBeCloseTo(distance * Math.exp(-0.28), 6)
    send('wheel', 100, 100, { deltaY: -5, deltaMode: 1 })
    expect(rig.orbit.distance).toBeCloseTo(distance * Math.exp(-0.28 - 0.224), 6)
  })

  it('throw the camera where they are let go in motion, and two of them pinch', () => {
    const { rig, send, controls } = controlled()
    send('pointerdown', 100, 100)
    send('pointermove', 150, 100, { timeStamp: 20 })
    send('pointerup', 150, 100, { timeStamp: 30 })
    expect(rig.update(performance.now() + 50)).toBe(true)
    const { distance } = rig.orbit
    send('pointerdown', 100, 100)
    send('pointerdown', 200, 100, { pointerId: 2 })
    send('pointermove', 300, 100, { pointerId: 2 })
    expect(rig.orbit.distance).toBeCloseTo(distance / 2, 6)
    send('pointerup', 300, 100, { pointerId: 2 })
    send('pointercancel', 100, 100)
    controls.dispose()
    const still = rig.orbit
    send('wheel', 1, 1, { deltaY: 100, deltaMode: 0 })
    expect(rig.orbit).toBe(still)
  })
})

describe('pointers in a building', () => {
  it('tell what they are on when it becomes another thing', () => {
    const told: unknown[] = []
    let moves = 0
    const watch = new HoverWatch(
      (x) => (x < 5 ? { layer: 'interior', id: `f${x}` } : null),
      (hover) => void told.push(hover?.id ?? null),
      () => moves++,
    )
    for (const x of [1, 1, 2, 9, 9]) {
      watch.point(x, 0)
      watch.look()
    }
    watch.point(1, 0)
    watch.look()
    watch.point(null, null)
    watch.look()
    expect(told).toEqual(['f1', 'f2', null, 'f1', null])
    expect(moves).toBe(7)
  })
})

describe('what lies on a line of sight', () => {
  const view = new BuildingView(officeBuilding({ above: 3, below: 1, bays: 5 }), makePalette(OPTIONS))
  const down = (x: number, y: number): Ray => ({ origin: [x, 50, y], direction: [0, -1, 0] })
  const level = (up: number): Ray => ({ origin: [-20, up, 7], direction: [1, 0, 0] })

  it('is the highest floor from above, and from the side the one at that height', () => {
    const under = (ray: Ray) => thingUnder(ray, view.floors, null, 0)
    expect([under(down(10, 7)), under(down(-5, 7))]).toEqual(['f3', null])
    expect([level(1), level(4), level(-2), level(30)].map(under)).toEqual(['f1', 'f2', 'f-1', null])
  })

  it('is on an opened floor the desk before the room before the floor', () => {
    const opened = view.floorById('f2')!
    const desk = opened.model.spec.desks[0]!
    const on = (x: number, y: number) => thingUnder(down(x, y), view.floors, opened, 0)
    expect(on(desk.x, desk.y)).toBe(desk.id)
    expect(on(0.3, 0.3)).toBe('r202')
    expect(on(10, 7.5)).toBe('f2')
    expect(on(-3, 0)).toBeNull()
    const sky: Ray = { origin: [1, 50, 1], direction: [0, 1, 0] }
    expect([thingUnder(sky, view.floors, opened, 0), atHeight(sky, 0)]).toEqual([null, null])
  })

  it('goes from the camera through a point of the picture', () => {
    const rig = rigOf()
    const at = atHeight(rayThrough(rig.camera, 0, 0), 0)!
    expect([at[0].toFixed(6), at[1].toFixed(6)]).toEqual(['30.000000', '20.000000'])
  })
})
