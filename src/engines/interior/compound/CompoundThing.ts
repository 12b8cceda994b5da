import { BufferAttribute, BufferGeometry, Group, Mesh, Points, Vector3, Vector4 } from 'three'
import type { DataTexture, InstancedMesh, WebGLRenderer } from 'three'
import { DAY_MS, HOUR_MS } from '#shared/kernel/time/time.ts'
import { CST_OFFSET_MS, type EpochMs } from '#shared/kernel/units.ts'
import type { CompoundLayer } from '#shared/scene/compoundLayer.ts'
import { sunAt } from '#shared/scene/sun.ts'
import type { Box3, Vec } from '../../framing.ts'
import type { CameraRig } from '../camera/CameraRig.ts'
import { entersPrism, type Ray } from '../camera/picking.ts'
import type { LabelLook } from '../labels/labels.ts'
import type { LabelSpec } from '../labels/LabelBoard.ts'
import { fillTexture } from '../materials.ts'
import type { Palette } from '../palette.ts'
import { FINENESS } from '../quality.ts'
import type { StageLayer, StageThing, StageView } from '../StageThing.ts'
import { bakeSite, noiseTexture, ShadowMap, type SiteMap } from './bake.ts'
import { buildBuildings, CROWN_M } from './buildings.ts'
import { contextOf, writeBlocks, type Context } from './context.ts'
import { greenOf, type Green } from './green.ts'
import { buildGround, writeWalls } from './ground.ts'
import { lightUnder, NAMED, type Light } from './light.ts'
import { CompoundMaterials } from './materials.ts'
import { planOf, type CompoundPlan, type Spot } from './plan.ts'
import { platesOf } from './plates.ts'
import { carMesh, lampMesh, LAMP_M, parkCars, treeMeshes } from './props.ts'

const PITCH_DEG = 61
/** Where it is looked at it fills so much of the free view. */
const FILLS = [0.84, 0.86] as const
/** What plates need over the roofs, a share of the compound's radius. */
const PLATES = 0.11
/** Of a degree: the sun has moved so far before its light is put on the stage again. */
const SUN_STEP_DEG = 0.25
/** Lamps' halos, metres across. */
const HALO_M = 5

/** A compound from the air as it stands on the stage. Geometry, shadow and baked map are made once; index, light and vehicles change without. */
export class CompoundThing implements StageThing {
  readonly group = new Group()
  readonly plan: CompoundPlan
  #layer: CompoundLayer
  readonly #fill: DataTexture
  readonly #materials: CompoundMaterials
  readonly #context: Context
  readonly #green: Green
  readonly #noise = noiseTexture()
  readonly #cars: InstancedMesh
  readonly #halos: Points
  readonly #trees: readonly Mesh[]
  #extras = true
  readonly #casters: readonly Mesh[]
  readonly #meshes: readonly (Mesh | Points)[]
  #site: SiteMap | null = null
  #shadow: ShadowMap | null = null
  #isShadowOld = true
  #taken: readonly Spot[] = []
  #parked = -1
  #fillVersion: number | null = null
  #now: EpochMs | null = null
  #light: Light
  #lightKey = ''
  #fresh = true

  constructor(layer: CompoundLayer, palette: Palette) {
    this.#layer = layer
    const plan = (this.plan = planOf(layer))
    this.#context = contextOf(plan, layer.streets)
    this.#green = greenOf(plan, this.#context)
    this.#fill = fillTexture(layer.buildings.length)
    const middle = this.#middle
    const reach = new Vector4(middle.x, middle.z, plan.radius * 0.85 + 10, plan.radius * 2.3 + 110)
    const materials = (this.#materials = new CompoundMaterials(this.#fill, palette.accent, reach))
    materials.uniforms.uNoise!.value = this.#noise
    const walls = buildBuildings(plan)
    writeWalls(walls.roofs, plan)
    writeBlocks(walls.roofs, this.#context)
    const ground = new Mesh(buildGround(plan, this.#context), materials.ground)
    const facades = new Mesh(walls.facades, materials.facade)
    const solids = new Mesh(walls.roofs.build(), materials.solid)
    const trees = (this.#trees = treeMeshes(this.#green.trees, materials.tree))
    const lamps = lampMesh(this.#green.lamps, materials.solid)
    this.#cars = carMesh(plan.bays, materials.car)
    this.#halos = halosOf(this.#green.lamps, materials)
    const backdrop = new Mesh(fullScreen(), materials.backdrop)
    backdrop.renderOrder = -10
    ground.renderOrder = 10
    this.#halos.renderOrder = 60
    this.#casters = [facades, solids, ...trees, this.#cars, lamps]
    const crowns = new Mesh(walls.crowns, materials.crown)
    this.#meshes = [backdrop, ground, ...this.#casters, crowns, this.#halos]
    for (const mesh of this.#meshes) mesh.frustumCulled = false
    this.group.add(...this.#meshes)
    this.#light = this.#lightNow()
    this.#setLight()
  }

  get layer(): CompoundLayer {
    return this.#layer
  }
  get problems(): readonly string[] {
    return this.plan.problems
  }
  get labelPx(): number | undefined {
    return this.#layer.labelPx
  }
  get limits(): Box3 {
    const { box } = this.plan
    return { min: [box.minX, 0, box.minY], max: [box.maxX, this.#highM, box.maxY] }
  }

  keeps(layer: StageLayer): boolean {
    return (
      layer.kind === 'compound' &&
      layer.compound === this.#layer.compound &&
      layer.geometryVersion === this.#layer.geometryVersion
    )
  }

  show(layer: StageLayer): boolean {
    if (layer.kind !== 'compound') return false
    const fresh = this.#fresh
    this.#fresh = false
    this.#layer = layer
    if (layer.fill.version !== this.#fillVersion) {
      this.#fillVersion = layer.fill.version
      const data = this.#fill.image.data as Uint8Array
      data.set(layer.fill.values.subarray(0, Math.min(data.length, layer.fill.values.length)))
      this.#fill.needsUpdate = true
    }
    const ordinal = (id: string | null): number => layer.buildings.findIndex((one) => one.id === id)
    this.#materials.uniforms.uLitOnes!.value.set(ordinal(layer.selected), ordinal(layer.hovered))
    this.#park(layer.parked?.count ?? 0)
    this.#setLight()
    return fresh
  }

  /** True where the light is seen to be another one. */
  setClock(now: EpochMs): boolean {
    this.#now = now
    return this.#setLight()
  }

  /** Trees are most of the triangles; the baked map keeps their place on the ground. */
  setFineness(step: number): void {
    this.#extras = FINENESS[step]!.extras
    for (const tree of this.#trees) tree.visible = this.#extras
    this.#lightKey = ''
    this.#setLight()
  }

  update(_now: number, rig: CameraRig): boolean {
    const { uniforms } = this.#materials
    uniforms.uHorizon!.value = Math.min(1.06, horizonOf(rig))
    return false
  }

  /** Before a picture is drawn: the baked map and the shadow, where they are not there or another. */
  prepare(renderer: WebGLRenderer, heightPx: number): void {
    const { uniforms } = this.#materials
    renderer.getDrawingBufferSize(uniforms.uViewport!.value)
    uniforms.uHalo!.value = HALO_M * heightPx * 1.5
    this.#site ??= this.#bake()
    if (!this.#isShadowOld) return
    this.#isShadowOld = false
    const shadow = (this.#shadow ??= new ShadowMap())
    const sun = uniforms.uSun!.value as Vector3
    shadow.draw(renderer, this.#casters, this.#materials.depth, sun, this.#middle, this.plan.radius + 46)
    uniforms.uShadow!.value = shadow.texture
    uniforms.uShadowFrom!.value = shadow.matrix
    uniforms.uTexel!.value = shadow.texel
  }

  view(): StageView | null {
    const { buildings, boundary, radius } = this.plan
    if (boundary.length === 0) return null
    const ground: Vec[] = boundary.map(([x, y]) => [x, 0, y])
    const over = radius * PLATES
    const roofs = buildings.flatMap(({ ring, heightM }) => ring.map(([x, y]): Vec => [x, heightM + over, y]))
    return {
      points: [...ground, ...roofs],
      pitchDeg: PITCH_DEG,
      bearingDeg: this.#layer.bearingDeg,
      fills: FILLS,
    }
  }

  pick(ray: Ray): string | null {
    let best: { id: string; t: number } | null = null
    for (const { id, ring, heightM } of this.plan.buildings) {
      const t = entersPrism(ray, ring, 0, heightM + CROWN_M)
      if (t !== null && (!best || t < best.t)) best = { id, t }
    }
    return best?.id ?? null
  }

  owns(id: string): boolean {
    return this.plan.buildings.some((one) => one.id === id)
  }

  labelsKey(): string {
    const { fill, selected, labelPx, textVersion, parked } = this.#layer
    return [fill.version, selected, labelPx, parked?.version, textVersion].join('|')
  }

  labels(look: LabelLook): readonly LabelSpec[] {
    return platesOf(this.#layer, this.plan, this.#taken, look)
  }

  dispose(): void {
    for (const mesh of this.#meshes) {
      mesh.geometry.dispose()
      if ('dispose' in mesh) (mesh as InstancedMesh).dispose()
    }
    this.#materials.dispose()
    this.#fill.dispose()
    this.#noise.dispose()
    this.#site?.texture.dispose()
    this.#shadow?.dispose()
    this.group.removeFromParent()
  }

  get #middle(): Vector3 {
    const { minX, minY, maxX, maxY } = this.plan.box
    return new Vector3((minX + maxX) / 2, 0, -(minY + maxY) / 2)
  }
  get #highM(): number {
    return Math.max(6, ...this.plan.buildings.map(({ heightM }) => heightM))
  }

  #bake(): SiteMap {
    const site = bakeSite(this.plan, this.#context, this.#green)
    this.#materials.uniforms.uSite!.value = site.texture
    this.#materials.uniforms.uSiteAt!.value = site.at
    return site
  }

  #park(count: number): void {
    if (count === this.#parked) return
    this.#parked = count
    this.#taken = parkCars(this.#cars, this.plan.bays, count)
    this.#isShadowOld = true
  }

  #lightNow(): Light {
    const { light, origin } = this.#layer
    if (light) return lightUnder(NAMED[light].sun, NAMED[light].hour)
    if (this.#now === null) return lightUnder(NAMED.day.sun, NAMED.day.hour)
    return lightUnder(sunAt(this.#now, origin), ((this.#now + CST_OFFSET_MS) % DAY_MS) / HOUR_MS)
  }

  #setLight(): boolean {
    const light = this.#lightNow()
    const { elevationDeg, azimuthDeg } = light.from
    const steps = [elevationDeg, azimuthDeg].map((deg) => Math.round(deg / SUN_STEP_DEG))
    const shares = [light.litShare * 50, light.lamp * 40, light.exposure * 100, light.glow * 40].map(
      Math.round,
    )
    const key = [...steps, ...shares].join()
    if (key === this.#lightKey) return false
    this.#lightKey = key
    const before = this.#light.from
    this.#light = light
    if (before.elevationDeg !== elevationDeg || before.azimuthDeg !== azimuthDeg) this.#isShadowOld = true
    this.#materials.setLight(light, this.#layer.rotationDeg)
    this.#halos.visible = this.#extras && light.lamp > 0.01
    return true
  }
}

/** The share of the picture's height at which the horizon lies; far above it where the camera looks down. */
const horizonOf = ({ camera, orbit }: CameraRig): number => {
  const { elements } = camera.projectionMatrix
  const below = Math.tan(((90 - orbit.pitchDeg) * Math.PI) / 180)
  return 0.5 + 0.5 * (below * elements[5]! - elements[9]!)
}

const fullScreen = (): BufferGeometry => {
  const geometry = new BufferGeometry()
  geometry.setAttribute('position', new BufferAttribute(new Float32Array([-1, -1, 0, 3, -1, 0, -1, 3, 0]), 3))
  return geometry
}

const halosOf = (lamps: readonly Spot[], materials: CompoundMaterials): Points => {
  const at = lamps.flatMap(({ x, y, turn }) => [
    x + Math.cos(turn) * 1.1,
    LAMP_M,
    -(y + Math.sin(turn) * 1.1),
  ])
  const geometry = new BufferGeometry()
  geometry.setAttribute('position', new BufferAttribute(new Float32Array(at), 3))
  return new Points(geometry, materials.halo)
}
