import {
  BufferAttribute,
  BufferGeometry,
  Color,
  IcosahedronGeometry,
  InstancedMesh,
  Object3D,
  type ShaderMaterial,
} from 'three'
import type { Tree } from './green.ts'
import { chance, type Spot } from './plan.ts'
import { albedo, SolidWriter, type Albedo } from './SolidWriter.ts'

/** x, height, z of a ball of leaves, and its half width and half height. */
type Ball = readonly [number, number, number, number, number]
const SPECIES: readonly { readonly balls: readonly Ball[]; readonly hex: string }[] = [
  {
    balls: [
      [0, 4.1, 0, 2.3, 2],
      [0.9, 5.4, 0.4, 1.5, 1.4],
    ],
    hex: '#4C6E3A',
  },
  {
    balls: [
      [0, 4.6, 0, 2, 2.6],
      [-0.3, 6.6, 0.2, 1.25, 1.5],
    ],
    hex: '#55703F',
  },
]
const TRUNK: Albedo = [-1, -1, -1]
const CARS = ['#E8E8E6', '#16191D', '#9AA0A6', '#4C5660'] as const
const CAR_SHARES = [0.42, 0.7, 0.9] as const

/** Corners that several faces share are written once: a tree is drawn hundreds of times. */
const treeGeometry = (balls: readonly Ball[]): BufferGeometry => {
  const [places, normals, colors, indices]: [number[], number[], number[], number[]] = [[], [], [], []]
  balls.forEach(([cx, cy, cz, wide, high], seed) => {
    const ball = new IcosahedronGeometry(1, 1)
    const at = ball.getAttribute('position')
    const known = new Map<string, number>()
    for (let i = 0; i < at.count; i++) {
      const [x, y, z] = [at.getX(i), at.getY(i), at.getZ(i)]
      const key = [x, y, z].map((part) => Math.round(part * 1000)).join()
      const index = known.get(key) ?? places.length / 3
      indices.push(index)
      if (known.has(key)) continue
      known.set(key, index)
      const rough = 0.86 + 0.3 * chance(x, y, z, seed)
      places.push(cx + x * wide * rough, cy + y * high * rough, cz + z * wide * rough)
      normals.push(x * 127, (y * 0.9 + 0.1) * 127, z * 127)
      const shade = 0.52 + 0.48 * Math.min(1, Math.max(0, (y + 0.75) / 1.4))
      colors.push(shade, shade, shade)
    }
    ball.dispose()
  })
  const trunk = new SolidWriter()
  trunk.box([0, 0], [0.16, 0.16], [0, 3], TRUNK)
  const post = trunk.build()
  const first = places.length / 3
  for (const index of post.getIndex()!.array) indices.push(first + index)
  const copy = (name: string, into: number[]): void => {
    into.push(...(post.getAttribute(name).array as unknown as number[]))
  }
  copy('position', places)
  copy('normal', normals)
  copy('albedo', colors)
  const geometry = new BufferGeometry()
  geometry.setAttribute('position', new BufferAttribute(new Float32Array(places), 3))
  geometry.setAttribute('normal', new BufferAttribute(new Int8Array(normals), 3, true))
  geometry.setAttribute('albedo', new BufferAttribute(new Float32Array(colors), 3))
  geometry.setIndex(indices)
  return geometry
}

/** Each a little larger, greener or darker than the next. */
export const treeMeshes = (trees: readonly Tree[], material: ShaderMaterial): InstancedMesh[] =>
  SPECIES.flatMap(({ balls, hex }, kind) => {
    const mine = trees.filter((tree) => tree.kind === kind)
    if (mine.length === 0) return []
    const mesh = new InstancedMesh(treeGeometry(balls), material, mine.length)
    const [stand, leaf] = [new Object3D(), new Color(hex)]
    const tint = leaf.getHSL({ h: 0, s: 0, l: 0 })
    mine.forEach(({ x, y, size }, i) => {
      place(mesh, i, stand, { x, y, turn: chance(i, kind) * 2 * Math.PI }, [
        size,
        size * (0.9 + 0.25 * chance(i, 4)),
        size,
      ])
      const hue = tint.h + (chance(i, 8) - 0.6) * 0.05
      leaf.setHSL(hue, tint.s * (0.8 + 0.35 * chance(i, 9)), tint.l * (0.85 + 0.4 * chance(i, 7)))
      mesh.setColorAt(i, leaf)
    })
    return [mesh]
  })

const place = (
  mesh: InstancedMesh,
  i: number,
  stand: Object3D,
  { x, y, turn }: Spot,
  scale: readonly [number, number, number] = [1, 1, 1],
): void => {
  stand.position.set(x, 0.15, -y)
  stand.rotation.y = turn
  stand.scale.set(...scale)
  stand.updateMatrix()
  mesh.setMatrixAt(i, stand.matrix)
}

const carGeometry = (): BufferGeometry => {
  const into = new SolidWriter()
  const [paint, glass, tyre, trim]: Albedo[] = [
    [1, 1, 1],
    [0.02, 0.025, 0.03],
    [0.015, 0.015, 0.015],
    [0.55, 0.55, 0.55],
  ]
  into.box([0, 0], [2.3, 0.9], [0.28, 0.82], paint!)
  into.box([0, 0], [2.36, 0.86], [0.2, 0.55], trim!)
  const low = [-1.75, 1.35, 0.84] as const
  const high = [-1.1, 0.65, 0.66] as const
  const corner = (
    [back, front, half]: readonly [number, number, number],
    [u, v]: readonly [number, number],
    z: number,
  ) => [u > 0 ? front : back, v * half, z] as const
  const around = [
    [-1, -1],
    [1, -1],
    [1, 1],
    [-1, 1],
  ] as const
  around.forEach((from, i) => {
    const to = around[(i + 1) % around.length]!
    into.quad(
      [corner(low, from, 0.82), corner(low, to, 0.82), corner(high, to, 1.44), corner(high, from, 1.44)],
      glass!,
    )
  })
  into.quad(
    [
      corner(high, around[0], 1.44),
      corner(high, around[1], 1.44),
      corner(high, around[2], 1.44),
      corner(high, around[3], 1.44),
    ],
    paint!,
  )
  for (const x of [-1.4, 1.4]) for (const y of [-0.83, 0.83]) into.box([x, y], [0.32, 0.09], [0, 0.62], tyre!)
  return into.build()
}

/** Bays of which as many are taken as vehicles stand there; which ones is made up and stays. */
const takenBays = (bays: readonly Spot[], count: number): Spot[] =>
  bays
    .map((bay, i) => ({ bay, order: chance(bay.x, bay.y, i) }))
    .sort((a, b) => a.order - b.order)
    .slice(0, Math.max(0, count))
    .map(({ bay }) => bay)

export const carMesh = (bays: readonly Spot[], material: ShaderMaterial): InstancedMesh => {
  const mesh = new InstancedMesh(carGeometry(), material, Math.max(1, bays.length))
  const [stand, paint] = [new Object3D(), new Color()]
  for (let i = 0; i < bays.length; i++) {
    mesh.setColorAt(i, paint.set(CARS[0]))
    place(mesh, i, stand, bays[i]!)
  }
  mesh.count = 0
  return mesh
}

/** Stands cars on so many bays; the mesh has room for all of them. */
export const parkCars = (mesh: InstancedMesh, bays: readonly Spot[], count: number): readonly Spot[] => {
  const [stand, paint] = [new Object3D(), new Color()]
  const taken = takenBays(bays, count)
  taken.forEach((bay, i) => {
    const roll = chance(bay.x, bay.y, 6)
    const share = CAR_SHARES.findIndex((least) => roll < least)
    place(mesh, i, stand, { ...bay, turn: bay.turn + (chance(bay.y, bay.x, 2) > 0.75 ? Math.PI : 0) })
    mesh.setColorAt(i, paint.set(CARS[share < 0 ? 3 : share]!))
  })
  mesh.count = taken.length
  mesh.instanceMatrix.needsUpdate = true
  if (mesh.instanceColor) mesh.instanceColor.needsUpdate = true
  return taken
}

export const LAMP_M = 6
export const lampMesh = (lamps: readonly Spot[], material: ShaderMaterial): InstancedMesh => {
  const into = new SolidWriter()
  const post = albedo('#5A6066')
  into.box([0, 0], [0.09, 0.09], [0, LAMP_M], post)
  into.box([0.6, 0], [0.68, 0.08], [LAMP_M - 0.1, LAMP_M + 0.02], post)
  into.box([1.1, 0], [0.4, 0.16], [LAMP_M - 0.22, LAMP_M - 0.1], [3, 2.3, 1.4])
  const mesh = new InstancedMesh(into.build(), material, Math.max(1, lamps.length))
  const stand = new Object3D()
  lamps.forEach((lamp, i) => place(mesh, i, stand, lamp))
  mesh.count = lamps.length
  return mesh
}
