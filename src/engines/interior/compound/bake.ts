import {
  DataTexture,
  DepthTexture,
  LessEqualCompare,
  LinearFilter,
  LinearMipmapNearestFilter,
  Matrix4,
  OrthographicCamera,
  RedFormat,
  RepeatWrapping,
  RGBAFormat,
  Scene,
  Vector3,
  WebGLRenderTarget,
  type Mesh,
  type ShaderMaterial,
  type WebGLRenderer,
} from 'three'
import type { Ring } from '../shapes/rings.ts'
import type { Context } from './context.ts'
import type { Green } from './green.ts'
import { chance, type CompoundPlan } from './plan.ts'
import { outset } from './SolidWriter.ts'

const NOISE_PX = 256
const NOISE_CELLS = 64
const SITE_PX = 512
const SHADOW_PX = 2048

/** Smooth noise that repeats after 64 units, made once: a look-up instead of eight hashes a pixel. */
export const noiseTexture = (): DataTexture => {
  const data = new Uint8Array(NOISE_PX * NOISE_PX)
  const every = NOISE_PX / NOISE_CELLS
  const corner = (i: number, j: number): number =>
    chance((i + NOISE_CELLS) % NOISE_CELLS, (j + NOISE_CELLS) % NOISE_CELLS, 11)
  const lattice = Array.from({ length: (NOISE_CELLS + 1) ** 2 }, (_, k) =>
    corner(k % (NOISE_CELLS + 1), Math.floor(k / (NOISE_CELLS + 1))),
  )
  const value = (i: number, j: number): number => lattice[j * (NOISE_CELLS + 1) + i]!
  for (let y = 0; y < NOISE_PX; y++)
    for (let x = 0; x < NOISE_PX; x++) {
      const [i, j] = [Math.floor(x / every), Math.floor(y / every)]
      const [fx, fy] = [x / every - i, y / every - j].map((t) => t * t * (3 - 2 * t)) as [number, number]
      const low = value(i, j) + (value(i + 1, j) - value(i, j)) * fx
      const high = value(i, j + 1) + (value(i + 1, j + 1) - value(i, j + 1)) * fx
      data[y * NOISE_PX + x] = Math.round((low + (high - low) * fy) * 255)
    }
  const texture = new DataTexture(data, NOISE_PX, NOISE_PX, RedFormat)
  texture.wrapS = texture.wrapT = RepeatWrapping
  texture.magFilter = LinearFilter
  texture.minFilter = LinearMipmapNearestFilter
  texture.generateMipmaps = true
  texture.needsUpdate = true
  return texture
}

/** What is baked of a compound, on the ground seen from above: how closed it is, how far lamps and windows light it. */
export interface SiteMap {
  readonly texture: DataTexture
  readonly at: Vector3
}

type Pen = CanvasRenderingContext2D
type Paint = (pen: Pen, px: (metres: number) => number) => void
/** How far a lamp reaches, and how its light fades on the way. */
const POOL_M = 18
const FADES = [
  [0, 0.72],
  [0.25, 0.4],
  [0.6, 0.11],
  [1, 0],
] as const
/** One channel, drawn white on black by `paint` on a canvas of metres. */
const channel = (paint: Paint, middle: readonly [number, number], span: number): Uint8ClampedArray => {
  const canvas = document.createElement('canvas')
  canvas.width = canvas.height = SITE_PX
  const pen = canvas.getContext('2d', { willReadFrequently: true })!
  pen.fillStyle = '#000'
  pen.fillRect(0, 0, SITE_PX, SITE_PX)
  const scale = SITE_PX / span
  pen.setTransform(scale, 0, 0, -scale, SITE_PX / 2 - middle[0] * scale, SITE_PX / 2 + middle[1] * scale)
  pen.globalCompositeOperation = 'lighter'
  paint(pen, (metres) => metres * scale)
  return pen.getImageData(0, 0, SITE_PX, SITE_PX).data
}

const area = (pen: Pen, ring: Ring): void => {
  pen.beginPath()
  ring.forEach(([x, y], i) => (i === 0 ? pen.moveTo(x, y) : pen.lineTo(x, y)))
  pen.closePath()
  pen.fill()
}
const white = (share: number): string => `rgba(255,255,255,${share})`

/** Bakes the map of a compound on a 2D canvas; it holds whatever the light. */
export const bakeSite = (plan: CompoundPlan, context: Context, { trees, lamps }: Green): SiteMap => {
  const middle = [(plan.box.minX + plan.box.maxX) / 2, (plan.box.minY + plan.box.maxY) / 2] as const
  const span = Math.max(260, plan.radius * 3.9)
  const paints = [closed(plan, context, trees), pools(lamps), spill(plan)]
  const channels = paints.map((paint) => channel(paint, middle, span))
  return { texture: packed(...channels), at: new Vector3(middle[0], -middle[1], span) }
}

/** How closed the sky is: near walls, between them, and beneath leaves. */
const closed =
  (plan: CompoundPlan, context: Context, trees: Green['trees']): Paint =>
  (pen, px) => {
    const blocks = context.blocks.map(({ at, half, highM }) => ({ ring: squareAt(at, half), highM }))
    const solid = [...plan.buildings.map(({ ring, heightM }) => ({ ring, highM: heightM })), ...blocks]
    pen.filter = `blur(${px(8.6)}px)`
    for (const { ring, highM } of solid) {
      pen.fillStyle = white(Math.min(0.62, 0.2 + highM / 60))
      area(pen, ring)
    }
    pen.filter = `blur(${px(2.5)}px)`
    pen.fillStyle = white(0.55)
    for (const { ring } of solid) area(pen, ring)
    pen.filter = `blur(${px(1.5)}px)`
    pen.fillStyle = white(0.4)
    pen.beginPath()
    for (const { x, y, size } of trees) {
      pen.moveTo(x + 2.3 * size, y)
      pen.arc(x, y, 2.3 * size, 0, 7)
    }
    pen.fill()
  }

/** The light of lamps on the ground. */
const pools =
  (lamps: Green['lamps']): Paint =>
  (pen) => {
    for (const { x, y } of lamps) {
      const pool = pen.createRadialGradient(x, y, 0, x, y, POOL_M)
      for (const [at, share] of FADES) pool.addColorStop(at, white(share))
      pen.fillStyle = pool
      pen.fillRect(x - POOL_M, y - POOL_M, 2 * POOL_M, 2 * POOL_M)
    }
  }

/** What falls out of windows, and the light at the gate. */
const spill =
  (plan: CompoundPlan): Paint =>
  (pen, px) => {
    pen.filter = `blur(${px(4.5)}px)`
    for (const { ring, occupancy } of plan.buildings) {
      pen.fillStyle = white(0.55 * occupancy)
      area(pen, outset(ring, 1.5))
    }
    pen.filter = `blur(${px(2)}px)`
    pen.fillStyle = '#fff'
    pen.fillRect(plan.gate[0] - 10, plan.gate[1] - 3, 20, 8)
  }

const squareAt = ([x, y]: readonly [number, number], [u, v]: readonly [number, number]): Ring => [
  [x - u, y - v],
  [x + u, y - v],
  [x + u, y + v],
  [x - u, y + v],
]

const packed = (...channels: readonly Uint8ClampedArray[]): DataTexture => {
  const data = new Uint8Array(SITE_PX * SITE_PX * 4)
  for (let i = 0; i < SITE_PX * SITE_PX; i++)
    channels.forEach((channel, k) => (data[i * 4 + k] = channel[i * 4]!))
  const texture = new DataTexture(data, SITE_PX, SITE_PX, RGBAFormat)
  texture.magFilter = texture.minFilter = LinearFilter
  texture.needsUpdate = true
  return texture
}

/** The shadow of what stands there, drawn when the sun has moved and kept until it moves again. */
export class ShadowMap {
  readonly texture: DepthTexture
  readonly matrix = new Matrix4()
  readonly #target: WebGLRenderTarget
  readonly #camera = new OrthographicCamera()
  readonly #scene = new Scene()

  constructor() {
    this.texture = new DepthTexture(SHADOW_PX, SHADOW_PX)
    this.texture.compareFunction = LessEqualCompare
    this.texture.magFilter = this.texture.minFilter = LinearFilter
    this.#target = new WebGLRenderTarget(SHADOW_PX, SHADOW_PX, { depthTexture: this.texture })
  }

  /** `sunwards` is a unit vector; casters go back to their own scene. */
  draw(
    renderer: WebGLRenderer,
    casters: readonly Mesh[],
    depth: ShaderMaterial,
    sunwards: Vector3,
    middle: Vector3,
    radius: number,
  ): void {
    const camera = this.#camera
    Object.assign(camera, {
      left: -radius,
      right: radius,
      top: radius,
      bottom: -radius,
      near: 20,
      far: 20 + radius * 4,
    })
    camera.position
      .copy(sunwards)
      .multiplyScalar(20 + radius * 2)
      .add(middle)
    camera.lookAt(middle)
    camera.updateMatrixWorld(true)
    camera.updateProjectionMatrix()
    const parents = casters.map((mesh) => mesh.parent)
    for (const mesh of casters) this.#scene.add(mesh)
    this.#scene.overrideMaterial = depth
    const before = renderer.getRenderTarget()
    renderer.setRenderTarget(this.#target)
    renderer.clear()
    renderer.render(this.#scene, camera)
    renderer.setRenderTarget(before)
    this.#scene.overrideMaterial = null
    casters.forEach((mesh, i) => (parents[i] ? parents[i]!.add(mesh) : mesh.removeFromParent()))
    this.matrix
      .set(0.5, 0, 0, 0.5, 0, 0.5, 0, 0.5, 0, 0, 0.5, 0.5, 0, 0, 0, 1)
      .multiply(camera.projectionMatrix)
      .multiply(camera.matrixWorldInverse)
  }

  get texel(): number {
    return 1 / SHADOW_PX
  }

  dispose(): void {
    this.texture.dispose()
    this.#target.dispose()
  }
}
