/** A canvas whose pen knows how wide a text is, ten pixels a character, and keeps what it wrote: for what is laid out by the width of texts. */
const fakeCanvas = () => {
  const written: { text: string; x: number; y: number; font: string }[] = []
  const pen: Record<string, unknown> = {
    measureText: (text: string) => ({ width: text.length * 10 }),
    fillText: (text: string, x: number, y: number) =>
      void written.push({ text, x, y, font: String(pen['font']) }),
    getImageData: (_x: number, _y: number, width: number, height: number) => ({
      data: new Uint8ClampedArray(0),
      width,
      height,
    }),
  }
  for (const name of [
    'strokeText',
    'putImageData',
    'clearRect',
    'beginPath',
    'moveTo',
    'lineTo',
    'stroke',
    'fill',
    'roundRect',
    'fillRect',
    'save',
    'restore',
    'rect',
    'clip',
  ])
    pen[name] = () => undefined
  return { width: 300, height: 150, written, getContext: () => pen }
}

type FakeCanvas = ReturnType<typeof fakeCanvas>

/** A `document` that makes such canvases, and whose fonts come when the test says so. */
export const fakeDocument = (canvases: FakeCanvas[] = []) => {
  const waiting: (() => void)[] = []
  return {
    canvases,
    fontsCome: (): void => waiting.splice(0).forEach((come) => come()),
    createElement: (): FakeCanvas => {
      const canvas = fakeCanvas()
      canvases.push(canvas)
      return canvas
    },
    fonts: {
      check: () => false,
      load: (): Promise<void> => new Promise((resolve) => waiting.push(resolve)),
    },
  }
}
