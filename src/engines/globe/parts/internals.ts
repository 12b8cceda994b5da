/**
 * The parts of Cesium's renderer that its type file leaves out, described as far as the mover layer needs them.
 * They are exported by the package and stable for years; this is the one place that names them.
 * Each is read off the module by name where it is used, so that a build still leaves out what nobody uses.
 */
import * as cesium from '@cesium/engine'
import type { BoundingSphere, Matrix4 } from '@cesium/engine'

export interface RenderContext {
  readonly _gl: WebGL2RenderingContext
}
export interface FrameState {
  readonly context: RenderContext
  readonly commandList: unknown[]
  readonly passes: { readonly render: boolean; readonly pick: boolean }
}
/** What a sampler's uniform is set to; Cesium's own textures look like it. */
export interface TextureLike {
  readonly _target: number
  readonly _texture: WebGLTexture
}
export interface VertexArray {
  destroy(): void
}
export interface ShaderProgram {
  destroy(): void
}
export interface DrawCommand {
  count: number
}
export interface DrawCommandOptions {
  readonly owner: unknown
  readonly vertexArray: VertexArray
  readonly shaderProgram: ShaderProgram
  readonly renderState: unknown
  readonly uniformMap: Record<string, () => unknown>
  readonly primitiveType: number
  readonly count: number
  readonly pass: number
  readonly modelMatrix: Matrix4
  readonly boundingVolume: BoundingSphere
}

interface Internals {
  readonly VertexArray: new (options: {
    context: RenderContext
    attributes: readonly object[]
  }) => VertexArray
  readonly ShaderProgram: {
    fromCache(options: {
      context: RenderContext
      vertexShaderSource: string
      fragmentShaderSource: string
      attributeLocations: Record<string, number>
    }): ShaderProgram
  }
  readonly RenderState: { fromCache(state: object): unknown }
  readonly DrawCommand: new (options: DrawCommandOptions) => DrawCommand
  readonly Pass: { readonly TRANSLUCENT: number; readonly OPAQUE: number }
}

/**
 * Of no attributes: the program reads by the number of the vertex, and Cesium, which would draw one, is told
 * that there is no end of them.
 */
export const makeVertexArray = (context: RenderContext): VertexArray => {
  const array = new (cesium as unknown as Internals).VertexArray({ context, attributes: [] })
  return Object.assign(array, { _numberOfVertices: Infinity })
}
export const makeShaderProgram = (
  context: RenderContext,
  vertexShaderSource: string,
  fragmentShaderSource: string,
): ShaderProgram =>
  (cesium as unknown as Internals).ShaderProgram.fromCache({
    context,
    vertexShaderSource,
    fragmentShaderSource,
    attributeLocations: {},
  })
export const makeRenderState = (state: object): unknown =>
  (cesium as unknown as Internals).RenderState.fromCache(state)
export const makeDrawCommand = (options: DrawCommandOptions): DrawCommand =>
  new (cesium as unknown as Internals).DrawCommand(options)
export const translucentPass = (): number => (cesium as unknown as Internals).Pass.TRANSLUCENT
