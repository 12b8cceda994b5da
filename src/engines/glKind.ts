/** What draws the scene: a graphics device, the processor in the place of one, or nothing. */
export type GlKind = 'device' | 'software' | 'none'

/** Names of drawing by the processor: Chromium's SwiftShader, Mesa's llvmpipe and softpipe, Windows' Basic Render Driver. */
const BY_PROCESSOR = /swiftshader|llvmpipe|softpipe|lavapipe|basic render|software/i

/** Of a context that a canvas gave, or did not. A browser that hides its device is taken to have one. */
export const glKindOf = (gl: WebGL2RenderingContext | null): GlKind => {
  if (!gl) return 'none'
  const told = gl.getExtension('WEBGL_debug_renderer_info')
  const name = String(gl.getParameter(told?.UNMASKED_RENDERER_WEBGL ?? gl.RENDERER))
  return BY_PROCESSOR.test(name) ? 'software' : 'device'
}

/** Of this browser at this moment; the context that it takes to know is given back at once. */
export const glKind = (): GlKind => {
  const gl = document.createElement('canvas').getContext('webgl2')
  const kind = glKindOf(gl)
  gl?.getExtension('WEBGL_lose_context')?.loseContext()
  return kind
}
