import { DataTexture, DoubleSide, NearestFilter, ShaderMaterial, type IUniform, type Texture } from 'three'
import type { Palette } from './palette.ts'
import { deskFragment, deskVertex, groundFragment, groundVertex } from './shaders.ts'
import { ROOMS_WIDTH, solidFragment, solidVertex } from './solidShader.ts'

/** Uniforms that all floors of a building share by reference: one write reaches every material. */
export interface SharedUniforms {
  readonly uFill: IUniform<Texture>
  readonly uRemarks: IUniform<Texture>
  readonly uSelected: IUniform<number>
  readonly uHovered: IUniform<number>
  readonly uLift: IUniform<number>
  /** How far the other rooms have stepped back behind the chosen one, 0–1. */
  readonly uAside: IUniform<number>
}

/** Four bytes a row of what is drawn. */
export const fillTexture = (rooms: number): DataTexture => {
  const rows = Math.max(1, Math.ceil(rooms / ROOMS_WIDTH))
  const texture = new DataTexture(new Uint8Array(ROOMS_WIDTH * rows * 4), ROOMS_WIDTH, rows)
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
      uOpened: { value: 0 },
      uSlab: { value: palette.slab },
      uSlabSide: { value: palette.slabSide },
      uCorridor: { value: palette.corridor },
      uCore: { value: palette.core },
      uWallColor: { value: palette.wall },
      uCap: { value: palette.cap },
      uInk: { value: palette.ink },
      uAccent: { value: palette.accent },
    },
  })

export const deskMaterial = (
  palette: Palette,
  { uSelected, uAside }: Pick<SharedUniforms, 'uSelected' | 'uAside'>,
): ShaderMaterial =>
  new ShaderMaterial({
    vertexShader: deskVertex,
    fragmentShader: deskFragment,
    transparent: true,
    uniforms: {
      uSelected,
      uAside,
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
