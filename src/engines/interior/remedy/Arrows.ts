import {
  ConeGeometry,
  Mesh,
  MeshBasicMaterial,
  Vector3,
  type Color,
  type Group,
  type PerspectiveCamera,
} from 'three'
import { LineSegments2 } from 'three/addons/lines/LineSegments2.js'
import { LineSegmentsGeometry } from 'three/addons/lines/LineSegmentsGeometry.js'
import { mergeGeometries } from 'three/addons/utils/BufferGeometryUtils.js'
import type { Metres } from '#shared/kernel/units.ts'
import type { Vec } from '../../framing.ts'
import type { Box, LabelSpec, Project } from '../labels/LabelBoard.ts'
import type { LabelLook } from '../labels/labels.ts'
import { lineMaterial } from '../shapes/lines.ts'
import { arcOf, standsOf, type Aim } from './arcs.ts'
import { remedyLabel } from './remedyLabel.ts'

/** How much of its ink an arrow keeps that is not the first. */
const OTHERS = 0.45
/** Heads and dashes, shares of the chosen room's diagonal; an arrow's width, of a text's size. */
const HEAD = 0.038
const DASH = { on: 0.04, off: 0.03 } as const
const WIDTH = { first: 0.28, others: 0.18 } as const
const UP = new Vector3(0, 1, 0)
const ORDER = 70

type Points = readonly Vec[]
const inScene = ([east, up, north]: Vec): Vector3 => new Vector3(east, up, -north)

const lineOf = (arcs: readonly Points[], color: Color, widthPx: number, dashM: Metres): LineSegments2 => {
  const at = arcs.flatMap((points) =>
    points.slice(1).flatMap((point, k) => [...inScene(points[k]!), ...inScene(point)]),
  )
  const material = lineMaterial(color, widthPx, true)
  const lines = new LineSegments2(new LineSegmentsGeometry().setPositions(at), material)
  if (dashM > 0) {
    material.dashed = true
    material.dashSize = dashM * DASH.on
    material.gapSize = dashM * DASH.off
    material.opacity = OTHERS
    lines.computeLineDistances()
  }
  return lines
}

/** Cones whose tips are the arrows' ends. */
const headsOf = (arcs: readonly Points[], color: Color, lengthM: Metres, opacity: number): Mesh => {
  const cones = arcs.map((points) => {
    const [before, end] = [inScene(points.at(-2)!), inScene(points.at(-1)!)]
    const turned = new Mesh()
    turned.quaternion.setFromUnitVectors(UP, end.clone().sub(before).normalize())
    turned.position.copy(end)
    turned.updateMatrix()
    return new ConeGeometry(lengthM * 0.34, lengthM, 14)
      .translate(0, -lengthM / 2, 0)
      .applyMatrix4(turned.matrix)
  })
  const material = new MeshBasicMaterial({ color, transparent: true, opacity, depthTest: false })
  const heads = new Mesh(mergeGeometries(cones), material)
  for (const cone of cones) cone.dispose()
  return heads
}

/** The arrows from the chosen room: made anew where one of them ends elsewhere, nothing at rest. */
export class Arrows {
  readonly #group: Group
  readonly #color: Color
  #aims: readonly Aim[] = []
  #ends: (Vec | null)[] = []
  #drawn: (Mesh | LineSegments2)[] = []
  #key = ''

  constructor(group: Group, color: Color) {
    this.#group = group
    this.#color = color
  }

  aim(aims: readonly Aim[]): void {
    this.#aims = aims
    this.#ends = aims.map(() => null)
    if (aims.length === 0) this.dispose()
  }

  /** What each leads to, written at its end: where the words came to stand, the arrow ends. */
  labels(look: LabelLook, camera: () => PerspectiveCamera | null, outline: LabelSpec['avoid']): LabelSpec[] {
    return this.#aims.map((aim, nth) => {
      const stands = (project: Project, covered: readonly Box[]) => {
        const from = camera()
        return from ? standsOf(aim, from, project, covered) : []
      }
      return remedyLabel(aim, nth, look, {
        stands,
        avoid: outline,
        stood: (stand) => {
          this.#ends[nth] = stand?.at ?? null
          if (nth === this.#aims.length - 1) this.#draw(look.sizePx)
        },
      })
    })
  }

  dispose(): void {
    for (const part of this.#drawn) {
      part.geometry.dispose()
      const material = part.material as MeshBasicMaterial
      material.dispose()
      part.removeFromParent()
    }
    this.#drawn = []
    this.#key = ''
  }

  /** The first in solid ink, the others dashed and fainter; one whose words found no place is left out. */
  #draw(textPx: number): void {
    const key = JSON.stringify([textPx, this.#ends])
    if (key === this.#key) return
    this.dispose()
    this.#key = key
    const [first] = this.#aims
    if (!first) return
    const arcs = this.#aims.map(({ from }, nth) => this.#ends[nth] && arcOf(from, this.#ends[nth]))
    const others = arcs.slice(1).filter((points) => points !== null && points !== undefined)
    this.#add(others, textPx * WIDTH.others, first.sizeM, OTHERS)
    if (arcs[0]) this.#add([arcs[0]], textPx * WIDTH.first, first.sizeM, 1)
  }

  #add(arcs: readonly Points[], widthPx: number, sizeM: Metres, opacity: number): void {
    if (arcs.length === 0) return
    const parts = [
      lineOf(arcs, this.#color, widthPx, opacity < 1 ? sizeM : 0),
      headsOf(arcs, this.#color, sizeM * HEAD, opacity),
    ]
    for (const part of parts) {
      part.frustumCulled = false
      part.renderOrder = ORDER + this.#drawn.length
      this.#drawn.push(part)
      this.#group.add(part)
    }
  }
}
