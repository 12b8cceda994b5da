/** A WebGL 2 context that draws nothing: it keeps what was set and every call, with the names of its constants in the place of their numbers. */

interface State {
  program: unknown
  array: unknown
  buffer: unknown
  drawFrame: unknown
  readFrame: unknown
  texture: unknown
  viewport: number[]
  mask: boolean[]
  scissor: boolean
  blend: boolean
}

const START: State = {
  program: null,
  array: null,
  buffer: null,
  drawFrame: null,
  readFrame: null,
  texture: null,
  viewport: [0, 0, 300, 150],
  mask: [true, true, true, false],
  scissor: false,
  blend: false,
}
const READ: Record<string, keyof State> = {
  DRAW_FRAMEBUFFER_BINDING: 'drawFrame',
  READ_FRAMEBUFFER_BINDING: 'readFrame',
  VIEWPORT: 'viewport',
  COLOR_WRITEMASK: 'mask',
  CURRENT_PROGRAM: 'program',
  VERTEX_ARRAY_BINDING: 'array',
  ARRAY_BUFFER_BINDING: 'buffer',
  TEXTURE_BINDING_2D: 'texture',
}
const SWITCH: Record<string, 'scissor' | 'blend'> = { SCISSOR_TEST: 'scissor', BLEND: 'blend' }

export const fakeGl = ({ linked = true, lost = false, log = '' } = {}) => {
  let state = { ...START }
  let made = 0
  const calls: [name: string, args: unknown[]][] = []
  const answers: Record<string, (...args: never[]) => unknown> = {
    getParameter: (name: string) => state[READ[name] as keyof State],
    isEnabled: (name: string) => state[SWITCH[name] as 'blend'],
    getProgramParameter: () => linked,
    getProgramInfoLog: () => log,
    isContextLost: () => lost,
    enable: (name: string) => void (state[SWITCH[name] as 'blend'] = true),
    disable: (name: string) => void (state[SWITCH[name] as 'blend'] = false),
    useProgram: (program: unknown) => void (state.program = program),
    bindVertexArray: (array: unknown) => void (state.array = array),
    bindBuffer: (_: unknown, buffer: unknown) => void (state.buffer = buffer),
    bindTexture: (_: unknown, texture: unknown) => void (state.texture = texture),
    bindFramebuffer: (target: string, frame: unknown) => {
      if (target !== 'READ_FRAMEBUFFER') state.drawFrame = frame
      if (target !== 'DRAW_FRAMEBUFFER') state.readFrame = frame
    },
    viewport: (...box: number[]) => void (state.viewport = box),
    colorMask: (...mask: boolean[]) => void (state.mask = mask),
  }
  const context = new Proxy(
    {},
    {
      get: (_, name: string) => {
        if (/^[A-Z0-9_]+$/.test(name)) return name
        return (...args: unknown[]) => {
          calls.push([name, args])
          if (name.startsWith('create')) return { made: `${name} ${made++}` }
          return (answers[name] as ((...args: unknown[]) => unknown) | undefined)?.(...args)
        }
      },
    },
  ) as WebGL2RenderingContext
  return {
    context,
    calls,
    /** The arguments of every call of this name. */
    of: (name: string): unknown[][] => calls.filter(([one]) => one === name).map(([, args]) => args),
    forget: (): void => void calls.splice(0),
    state: (): State => ({ ...state }),
    set: (over: Partial<State>): void => void (state = { ...state, ...over }),
  }
}
