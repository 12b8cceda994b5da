import { DataTexture, DoubleSide, NearestFilter, ShaderMaterial, type IUniform, type Texture } from 'three'
import type { Palette } from './palette.ts'
import {
  deskFragment,
  deskVertex,
  FILL_WIDTH,
  glassFragment,
  glassVertex,
  groundFragment,
  groundVertex,
  solidFragment,
  solidVertex,
} from './shaders.ts'

/** Uniforms that all floors of a building share by reference: one write reaches every material. */
export interface SharedUniforms {
  readonly uFill: IUniform<Texture>
  readonly uSelected: IUniform<number>
  readonly uHovered: IUniform<number>
  readonly uLift: IUniform<number>
}

export const fillTexture = (rooms: number): DataTexture => {
  const rows = Math.max(1, Math.ceil(rooms / FILL_WIDTH))
  const texture = new DataTexture(new Uint8Array(FILL_WIDTH * rows * 4), FILL_WIDTH, rows)
  texture.minFilter = texture.magFilter = NearestFilter
  texture.needsUpdate = true
  return texture
}

export const solidMaterial = (palette: Palette, shared: SharedUniforms, schematic: boolean): ShaderMaterial =>
  new ShaderMaterial({
    vertexShader: solidVertex,
    fragmentShader: solidFragment,
    transparent: true,
    uniforms: {
      ...shared,
      uWall: { value: 1 },
      uOpacity: { value: 1 },
      uSchematic: { value: schematic ? 1 : 0 },
      uFloorChosen: { value: 0 },
      uSlab: { value: palette.slab },
      uSlabSide: { value: palette.slabSide },
      uCorridor: { value: palette.corridor },
      uCore: { value: palette.core },
      uWallColor: { value: palette.wall },
      uAccent: { value: palette.accent },
    },
  })

export const glassMaterial = (palette: Palette): ShaderMaterial =>
  new ShaderMaterial({
    vertexShader: glassVertex,
    fragmentShader: glassFragment,
    transparent: true,
    depthWrite: false,
    side: DoubleSide,
    uniforms: { uEdge: { value: palette.edge }, uOpacity: { value: 1 } },
  })

export const deskMaterial = (palette: Palette): ShaderMaterial =>
  new ShaderMaterial({
    vertexShader: deskVertex,
    fragmentShader: deskFragment,
    transparent: true,
    uniforms: {
      uUsed: { value: palette.desk },
      uFree: { value: palette.deskFree },
      uAccent: { value: palette.accent },
      uChosen: { value: -1 },
      uPointed: { value: -1 },
      uOpacity: { value: 1 },
    },
  })

export const groundMaterial = (palette: Palette): ShaderMaterial =>
  new ShaderMaterial({
    vertexShader: groundVertex,
    fragmentShader: groundFragment,
    transparent: true,
    depthWrite: false,
    side: DoubleSide,
    uniforms: {
      uGround: { value: palette.ground },
      uGrid: { value: palette.grid },
      uBox: { value: [0, 0, 0, 0] },
      uRadius: { value: 100 },
      uOpacity: { value: 1 },
    },
  })
