import { Cartesian3, type Camera } from '@cesium/engine'

/** Where the light comes from, in the view's own right, up and back. */
const LIGHT = { right: -0.45, up: 0.5, back: 0.75 } as const

/** The way that the light goes, for a camera as it stands. */
export const lightDirection = (camera: Camera): Cartesian3 => {
  const part = (axis: Cartesian3, share: number) => Cartesian3.multiplyByScalar(axis, share, new Cartesian3())
  const side = Cartesian3.add(
    part(camera.rightWC, -LIGHT.right),
    part(camera.upWC, -LIGHT.up),
    new Cartesian3(),
  )
  return Cartesian3.normalize(Cartesian3.add(side, part(camera.directionWC, LIGHT.back), side), side)
}
