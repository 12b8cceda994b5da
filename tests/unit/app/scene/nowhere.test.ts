// @vitest-environment happy-dom
import { describe, expect, it, vi } from 'vitest'
import { useNowhere } from '../../../../src/app/scene/nowhere.ts'
import { VehicleTable } from '../../../../src/state/live/vehicles.ts'
import { useUiStore } from '../../../../src/state/stores/index.ts'
import { mountPart, useMounted } from '../../../builders/mount/part.ts'
import { makeStage } from '../../../builders/mount/stage.ts'

const { keep } = useMounted()

describe('vehicles that stand nowhere', () => {
  it('are said of their layer while there are any and it is drawn, and taken back; what else is wrong with it stays', async () => {
    let refused = 0
    vi.spyOn(VehicleTable.prototype, 'refused', 'get').mockImplementation(() => refused)
    const given: { look?: ReturnType<typeof useNowhere> } = {}
    const part = {
      setup: () => {
        given.look = useNowhere()
        return () => null
      },
    }
    keep(await mountPart(part, await makeStage('full', 'manager')))
    const ui = useUiStore()
    const after = (n: number, ...ids: string[]): string | null => {
      refused = n
      given.look!(ids.map((id) => ({ id })))
      const message = ui.faults.get('vehicles') ?? null
      return typeof message === 'function' ? message() : message
    }
    expect(after(2, 'regions', 'vehicles')).toContain('2 条位置数据坐标无效')
    expect(after(0, 'regions', 'vehicles')).toBeNull()
    expect([after(3, 'vehicles'), after(3, 'regions')]).toEqual([expect.stringContaining('3 条'), null])
    ui.fault('vehicles', 'no room on the card')
    expect(after(0, 'vehicles')).toBe('no room on the card')
    vi.restoreAllMocks()
  })
})
