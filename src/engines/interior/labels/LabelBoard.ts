import {
  AddEquation,
  CustomBlending,
  InstancedBufferAttribute,
  InstancedBufferGeometry,
  BufferAttribute,
  Mesh,
  OneFactor,
  OneMinusSrcAlphaFactor,
  ShaderMaterial,
  Vector2,
  type PerspectiveCamera,
  Vector3,
} from 'three'
import type { DrawnLabel } from '../../SceneEngine.ts'
import { labelFragment, labelVertex } from '../shaders.ts'
import { insideRing } from '../shapes/rings.ts'
import { TextAtlas, type Region, type Sign } from './TextAtlas.ts'

type Place = readonly [east: number, up: number, north: number]
/** Chips and bars hang beside their place, plates stand over it on their leader, names of a sheet over it to one side, the others centred on it, or over or under it. */
type Hang = 'right' | 'left' | 'centre' | 'above' | 'aboveRight' | 'aboveLeft' | 'below'
/** One of several places where a text may stand. */
export interface Stand {
  readonly at: Place
  readonly hang: Hang
}

/** A text in the building: the first of its signs that fits is shown, the one of higher priority first. */
export interface LabelSpec {
  /** What a click on it means; null lets the click through. */
  readonly pickId: string | null
  /** From the roomiest to the tightest. */
  readonly signs: readonly Sign[]
  readonly priority: number
  readonly hang: Hang
  /** Asked again whenever the camera moves. */
  readonly place: (project: Project) => Place
  /** Instead of its own place these are tried in turn; at each it stands wholly within the picture. */
  readonly stands?: (project: Project, covered: readonly Box[]) => readonly Stand[]
  /** Hears where it came to stand; null where it found no place. */
  readonly stood?: (stand: Stand | null) => void
  /** An area of the screen, device pixels, that the sign must stay out of; null: none. */
  readonly avoid: ((project: Project) => readonly (readonly [number, number])[]) | null
  /** Device pixels that a sign may take at this place; null: as it likes. */
  readonly room: ((project: Project) => readonly [number, number]) | null
}

/** Device pixels from the lower left; null behind the camera. */
export type Project = (place: Place) => readonly [number, number] | null

/** Device pixels from the lower left. */
export interface Box {
  readonly left: number
  readonly low: number
  readonly right: number
  readonly high: number
}
interface Shown extends Box {
  readonly pickId: string | null
  readonly sign: Sign
  readonly leader: number
}

/** One of the ways in which a text may stand. */
interface Way {
  readonly sign: Sign
  readonly region: Region
  readonly leader: number
}

const COLUMNS = ['at', 'region', 'shape', 'shown'] as const

/** All texts of the interior in one draw call; overlaps are decided here, on the CPU, only when the camera moved. */
export class LabelBoard {
  readonly mesh: Mesh<InstancedBufferGeometry, ShaderMaterial>
  readonly #labels: readonly LabelSpec[]
  readonly #atlas: TextAtlas
  readonly #regions: readonly (readonly (Region | null)[])[]
  readonly #order: readonly number[]
  #shown: readonly Shown[] = []
  #covered: readonly Box[] = []

  constructor(labels: readonly LabelSpec[], look: { fontFamily: string; halo: string; ratio: number }) {
    this.#labels = labels
    this.#atlas = new TextAtlas(
      labels.flatMap((label) => label.signs),
      look,
    )
    let next = 0
    this.#regions = labels.map((label) => label.signs.map(() => this.#atlas.regions[next++] ?? null))
    this.#order = labels.map((_, i) => i).sort((a, b) => labels[b]!.priority - labels[a]!.priority)
    this.mesh = new Mesh(boardGeometry(labels.length), boardMaterial(this.#atlas))
    this.mesh.frustumCulled = false
    this.mesh.renderOrder = 100
    this.mesh.visible = labels.length > 0
  }

  /** Signs that found no place in the texture. */
  get missing(): number {
    return this.#atlas.regions.filter((region) => region === null).length
  }

  /** Decides anew what is shown; nothing beneath what covers the picture. */
  layout(camera: PerspectiveCamera, width: number, height: number, covered: readonly Box[] = []): void {
    this.mesh.material.uniforms.uViewport!.value.set(width, height)
    const project = projector(camera, width, height)
    const shown: Shown[] = []
    this.#covered = covered
    const shownColumn = this.mesh.geometry.getAttribute('shown') as InstancedBufferAttribute
    ;(shownColumn.array as Float32Array).fill(0)
    for (const i of this.#order) this.#place(i, project, shown, width, height)
    this.#shown = shown
    for (const name of COLUMNS)
      (this.mesh.geometry.getAttribute(name) as InstancedBufferAttribute).needsUpdate = true
  }

  /** The id under a pixel (device pixels from the lower left), if a label that can be picked is there. */
  at(x: number, y: number): string | null {
    const hit = this.#shown.find(
      (one) => one.pickId !== null && x >= one.left && x <= one.right && y >= one.low && y <= one.high,
    )
    return hit?.pickId ?? null
  }

  /** The texts as they stand on a canvas so high, device pixels, told in CSS pixels from its top left. */
  drawn(heightPx: number, ratio: number): DrawnLabel[] {
    return this.#shown.map(({ pickId, sign, leader, left, low, right, high }) => ({
      id: pickId ?? '',
      text: sign.lines.map(({ text }) => text).join(' ') || (sign.glyph?.says ?? ''),
      kind: 'name',
      sizePx:
        Math.min(...[...sign.lines, ...(sign.glyph ? [sign.glyph] : [])].map(({ sizePx }) => sizePx)) / ratio,
      box: {
        left: left / ratio,
        top: (heightPx - high) / ratio,
        width: (right - left) / ratio,
        height: (high - low) / ratio,
      },
      led: leader > 0,
    }))
  }

  dispose(): void {
    this.#atlas.dispose()
    this.mesh.geometry.dispose()
    this.mesh.material.dispose()
    this.mesh.removeFromParent()
  }

  #place(i: number, project: Project, shown: Shown[], width: number, height: number): void {
    const { place, hang, stands, stood } = this.#labels[i]!
    const edge = { left: 0, low: 0, right: width, high: height }
    const tried = stands?.(project, this.#covered) ?? [{ at: place(project), hang }]
    const found = tried.find((stand) => this.#stand(i, stand, project, shown, edge))
    stood?.(found ?? null)
  }

  /** Whether one of its ways fits at a place, where it then stands. */
  #stand(i: number, { at: place, hang }: Stand, project: Project, shown: Shown[], edge: Box): boolean {
    const label = this.#labels[i]!
    const at = project(place)
    if (!at || at[0] < 0 || at[1] < 0 || at[0] > edge.right || at[1] > edge.high) return false
    const free = label.room?.(project)
    const avoided = label.avoid?.(project)
    for (const { sign, region, leader } of this.#waysOf(i)) {
      if (free && (region.width > free[0] || region.height > free[1])) continue
      const box = boxAt(at, { pickId: label.pickId, hang }, { sign, region, leader })
      if (leader > 0 && box.high > edge.high) continue
      if (label.stands && !within(box, edge)) continue
      if (avoided && covers(avoided, box)) continue
      if ([...this.#covered, ...shown].some((other) => overlap(box, other))) continue
      shown.push(box)
      this.#write(i, place, region, { ...box, low: box.low - leader }, at)
      return true
    }
    return false
  }

  /** Its signs where they found a place in the texture, a plate once for each leader, which is cut from the longest. */
  #waysOf(i: number): readonly Way[] {
    const { signs } = this.#labels[i]!
    return this.#regions[i]!.flatMap((region, k) => {
      const sign = signs[k]!
      const leaders = sign.plate?.leadersPx
      if (!region) return []
      if (!leaders) return [{ sign, region, leader: 0 }]
      const longest = leaders.at(-1)!
      return leaders.map((leader) => ({
        sign,
        region: { ...region, height: region.height - longest + leader },
        leader,
      }))
    })
  }

  #write(i: number, place: Place, region: Region, box: Shown, at: readonly [number, number]): void {
    const [atlasWidth, atlasHeight] = this.#atlas.size
    const attribute = (name: string) => this.mesh.geometry.getAttribute(name) as InstancedBufferAttribute
    attribute('at').setXYZ(i, place[0], place[1], -place[2])
    attribute('region').setXYZW(
      i,
      region.x / atlasWidth,
      region.y / atlasHeight,
      region.width / atlasWidth,
      region.height / atlasHeight,
    )
    attribute('shape').setXYZW(
      i,
      region.width,
      region.height,
      Math.round(box.left - at[0]),
      Math.round(box.low - at[1]),
    )
    attribute('shown').setX(i, 1)
  }
}

/** Of a sign's width, what lies to the left of its place. */
const TO_THE_LEFT: Readonly<Record<Hang, number>> = {
  right: 0,
  aboveRight: 0,
  left: 1,
  aboveLeft: 1,
  centre: 0.5,
  above: 0.5,
  below: 0.5,
}

const boxAt = (
  at: readonly [number, number],
  { pickId, hang }: Pick<LabelSpec, 'pickId' | 'hang'>,
  { sign, region, leader }: Way,
): Shown => {
  const left = at[0] - region.width * TO_THE_LEFT[hang]
  const low = hang.startsWith('above') ? at[1] + leader : at[1] - region.height / (hang === 'below' ? 1 : 2)
  const [right, high] = [left + region.width, low + region.height - leader]
  return { pickId, sign, leader, left, low, right, high }
}

const overlap = (a: Box, b: Box): boolean =>
  a.left < b.right && a.right > b.left && a.low < b.high && a.high > b.low

const within = (box: Box, edge: Box): boolean =>
  box.left >= edge.left && box.low >= edge.low && box.right <= edge.right && box.high <= edge.high

const covers = (area: readonly (readonly [number, number])[], box: Shown): boolean =>
  [box.left, (box.left + box.right) / 2, box.right].some((x) =>
    [box.low, box.high].some((y) => insideRing(area, x, y)),
  )

const projector = (camera: PerspectiveCamera, width: number, height: number): Project => {
  const point = new Vector3()
  return ([east, up, north]) => {
    point.set(east, up, -north).project(camera)
    return point.z > 1 || point.z < -1 ? null : [((point.x + 1) / 2) * width, ((point.y + 1) / 2) * height]
  }
}

const boardGeometry = (count: number): InstancedBufferGeometry => {
  const geometry = new InstancedBufferGeometry()
  geometry.setAttribute(
    'position',
    new BufferAttribute(new Float32Array([0, 0, 0, 1, 0, 0, 1, 1, 0, 0, 1, 0]), 3),
  )
  geometry.setIndex([0, 1, 2, 0, 2, 3])
  const columns = { at: 3, region: 4, shape: 4, shown: 1 }
  for (const [name, size] of Object.entries(columns))
    geometry.setAttribute(name, new InstancedBufferAttribute(new Float32Array(count * size), size))
  geometry.instanceCount = count
  return geometry
}

const boardMaterial = (atlas: TextAtlas): ShaderMaterial =>
  new ShaderMaterial({
    vertexShader: labelVertex,
    fragmentShader: labelFragment,
    transparent: true,
    depthTest: false,
    depthWrite: false,
    blending: CustomBlending,
    blendEquation: AddEquation,
    blendSrc: OneFactor,
    blendDst: OneMinusSrcAlphaFactor,
    uniforms: { uAtlas: { value: atlas.texture }, uViewport: { value: new Vector2(1, 1) } },
  })
