import {
  DataTexture,
  DoubleSide,
  GreaterDepth,
  LessEqualDepth,
  NearestFilter,
  ShaderMaterial,
  Vector2,
  type Vector4,
  type Color,
  type IUniform,
  type Texture,
} from 'three'
import type { Palette } from './palette.ts'
import { deskFragment, deskVertex, edgeFragment, edgeVertex } from './floorShaders.ts'
import { groundFragment, groundVertex } from './shaders.ts'
import { solidFragment, solidVertex, wallVertex } from './solidShader.ts'

/** Width of the textures with a texel a room, and of those of very many; rooms run along its rows. */
const ROOMS_WIDTH = { few: 64, many: 1024, manyFrom: 65_536 } as const

/** Uniforms that all of a building share by reference: one write reaches every material. */
export interface SharedUniforms {
  readonly uFloors: IUniform<Texture>
  /** East and south into the building, how far it is cut along them, and whether it is. */
  readonly uCut: IUniform<Vector4>
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
  const wide = rooms > ROOMS_WIDTH.manyFrom ? ROOMS_WIDTH.many : ROOMS_WIDTH.few
  const rows = Math.max(1, Math.ceil(rooms / wide))
  const texture = new DataTexture(new Uint8Array(wide * rows * 4), wide, rows)
  texture.minFilter = texture.magFilter = NearestFilter
  texture.needsUpdate = true
  return texture
}

/** Faces or walls; `fading` for the floors that come or go, which hide nothing behind them. */
export const solidMaterial = (
  palette: Palette,
  shared: SharedUniforms,
  of: { readonly walls: boolean; readonly fading: boolean },
): ShaderMaterial =>
  new ShaderMaterial({
    vertexShader: of.walls ? wallVertex : solidVertex,
    fragmentShader: solidFragment,
    transparent: true,
    depthWrite: !of.fading,
    uniforms: {
      ...shared,
      uFading: { value: of.fading ? 1 : 0 },
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
  { uFloors, uCut, uSelected, uAside }: Pick<SharedUniforms, 'uFloors' | 'uCut' | 'uSelected' | 'uAside'>,
): ShaderMaterial =>
  new ShaderMaterial({
    vertexShader: deskVertex,
    fragmentShader: deskFragment,
    transparent: true,
    uniforms: {
      uFloors,
      uCut,
      uSelected,
      uAside,
      uUsed: { value: palette.desk },
      uFree: { value: palette.deskFree },
      uAccent: { value: palette.accent },
      uChosen: { value: -1 },
      uPointed: { value: -1 },
    },
  })

/** Lines along edges, CSS pixels wide; `hidden` draws only what something stands before. */
export const edgeMaterial = (
  color: Color,
  { uFloors, uCut, uFill }: Pick<SharedUniforms, 'uFloors' | 'uCut' | 'uFill'>,
  { widthPx, hidden }: { readonly widthPx: number; readonly hidden: boolean },
): ShaderMaterial =>
  new ShaderMaterial({
    vertexShader: edgeVertex,
    fragmentShader: edgeFragment,
    transparent: true,
    depthWrite: false,
    depthFunc: hidden ? GreaterDepth : LessEqualDepth,
    side: DoubleSide,
    uniforms: {
      uFloors,
      uCut,
      uFill,
      uColor: { value: color },
      uViewport: { value: new Vector2(1, 1) },
      uWidthPx: { value: widthPx },
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
