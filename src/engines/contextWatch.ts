/** Tells once that a canvas lost its graphics context; the answer stops the watch. A canvas that lost it is never drawn on again here. */
export const watchContext = (canvas: HTMLCanvasElement, lost: () => void): (() => void) => {
  const tell = (): void => lost()
  canvas.addEventListener('webglcontextlost', tell, { once: true })
  return () => canvas.removeEventListener('webglcontextlost', tell)
}

export const CONTEXT_LOST = '图形上下文丢失 / the graphics context was lost'
