/**
 * Leaves the software's drawing out: each call draws a few corners, so that pictures come as often as with a GPU. What
 * the main thread does, the calls and their data, stays as it is. Self-contained: a page may be given it as a script.
 */
export const cutDrawing = (): void => {
  const drawn = 12
  const gl = WebGL2RenderingContext.prototype
  const { drawArrays, drawElements, drawArraysInstanced, drawElementsInstanced } = gl
  gl.drawArrays = function (mode, first, count) {
    drawArrays.call(this, mode, first, Math.min(count, drawn))
  }
  gl.drawElements = function (mode, count, type, offset) {
    drawElements.call(this, mode, Math.min(count, drawn), type, offset)
  }
  gl.drawArraysInstanced = function (mode, first, count, instances) {
    drawArraysInstanced.call(this, mode, first, count, Math.min(instances, drawn))
  }
  gl.drawElementsInstanced = function (mode, count, type, offset, instances) {
    drawElementsInstanced.call(this, mode, count, type, offset, Math.min(instances, drawn))
  }
}
