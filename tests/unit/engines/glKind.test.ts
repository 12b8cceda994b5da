import { describe, expect, it } from 'vitest'
import { glKindOf } from '../../../src/engines/glKind.ts'

const RENDERER = 0x1f01
const UNMASKED = 0x9246
/** A context that tells of its device, or only to whom asks for the unmasked name. */
const drawnBy = (name: string, unmasked?: string): WebGL2RenderingContext =>
  ({
    RENDERER,
    getExtension: () => (unmasked === undefined ? null : { UNMASKED_RENDERER_WEBGL: UNMASKED }),
    getParameter: (asked: number) => (asked === UNMASKED ? unmasked : name),
  }) as unknown as WebGL2RenderingContext

describe('what draws', () => {
  it('is the processor where it stands in for a device, whatever the browser masks it as', () => {
    const software = [
      'ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device (Subzero) (0x0000C0DE)), SwiftShader driver)',
      'llvmpipe (LLVM 15.0.6, 256 bits)',
      'ANGLE (Microsoft, Microsoft Basic Render Driver Direct3D11 vs_5_0 ps_5_0, D3D11)',
    ]
    for (const name of software)
      expect([name, glKindOf(drawnBy('WebKit WebGL', name))]).toEqual([name, 'software'])
    expect(glKindOf(drawnBy('llvmpipe (LLVM 17)'))).toBe('software')
  })

  it('is a device where one is named or none is told, and nothing without a context', () => {
    const named = 'ANGLE (NVIDIA, NVIDIA RTX A4000 Direct3D11 vs_5_0 ps_5_0, D3D11)'
    expect(glKindOf(drawnBy('WebKit WebGL', named))).toBe('device')
    expect(glKindOf(drawnBy('WebKit WebGL'))).toBe('device')
    expect(glKindOf(null)).toBe('none')
  })
})
