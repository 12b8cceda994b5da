import { Mesh, PlaneGeometry, type BufferGeometry, type ShaderMaterial } from 'three'
import type { Metres } from '#shared/kernel/units.ts'
import { groundMaterial } from '../materials.ts'
import type { Palette } from '../palette.ts'
import { SLAB_M } from '../shapes/floorGeometry.ts'
import type { BuildingModel } from '../shapes/model.ts'

/** The ground lies just below the lowest slab above it. */
export const GROUND_M: Metres = -SLAB_M - 0.12

/** The ground around a building, with its soft shade. */
export const groundPlate = (model: BuildingModel, palette: Palette): Mesh<BufferGeometry, ShaderMaterial> => {
  const { box } = model
  const material = groundMaterial(palette)
  const [x, y] = [(box.minX + box.maxX) / 2, (box.minY + box.maxY) / 2]
  const radius = 90 + 2.4 * Math.hypot(box.maxX - box.minX, box.maxY - box.minY)
  material.uniforms.uBox!.value = [box.minX, -box.maxY, box.maxX, -box.minY]
  material.uniforms.uRadius!.value = radius
  const mesh = new Mesh<BufferGeometry, ShaderMaterial>(
    new PlaneGeometry(radius * 2, radius * 2).rotateX(-Math.PI / 2).translate(x, GROUND_M, -y),
    material,
  )
  mesh.renderOrder = 5
  mesh.frustumCulled = false
  return mesh
}
