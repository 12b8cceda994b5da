// @vitest-environment happy-dom
import { describe, expect, it, vi } from 'vitest'
import { auditContracts } from '../../../../src/shared/access/auditRoutes.ts'
import { vehiclesContracts } from '../../../../src/shared/vehicles/routes.ts'
import { useViewStore } from '../../../../src/state/stores/index.ts'
import { give, sentTo } from '../../../builders/mount/given.ts'
import { all, one, pressOn, read, readAll, saying, send, write } from '../../../builders/mount/hand.ts'
import { useScreen } from '../../../builders/mount/screen.ts'
import { refusal, settled, type Stage } from '../../../builders/mount/stage.ts'

vi.mock(
  '../../../../src/widgets/chart/echarts.ts',
  async () => await import('../../../builders/mount/charts.ts'),
)

const screen = useScreen()
const open = (role: 'supervisor' | 'leader' = 'supervisor'): Promise<Stage> =>
  screen.panel('vehicle-card', {
    role,
    mood: 'masked',
    before: (stage) =>
      give(stage, vehiclesContracts.vehicle, (drawn, { params }) => ({
        ...drawn,
        id: `V${params['id']}`,
        ordinal: Number(params['id']),
        plate: '桂A·**345',
        driver: { name: '张*', phone: null, masked: true },
      })),
  })
const CLEAR = { name: '张三', phone: null, plate: '桂A·12345' }
const title = (): string => read('[data-state] h2')
const field = (): HTMLInputElement => one<HTMLInputElement>('.card input')
const ask = async (reason = '核查超速'): Promise<void> => {
  await pressOn(saying('查看'))
  await write(field(), reason)
}

describe('a masked vehicle', () => {
  it('is shown in the clear once a reason was given, which is sent with it', async () => {
    const stage = await open()
    give(stage, auditContracts.unmask, () => CLEAR)
    expect(title()).toBe('桂A·**345')
    await ask()
    expect([field().required, field().minLength, field().maxLength]).toEqual([true, 2, 200])
    expect(sentTo(stage, auditContracts.unmask)).toEqual([])
    await send('.card form')
    expect(sentTo(stage, auditContracts.unmask).map(({ body }) => body)).toEqual([
      { kind: 'vehicle', id: 'V1', reason: '核查超速' },
    ])
    expect(title()).toBe('桂A·12345')
    expect(read('.card')).toContain('登记驾驶员张三')
    expect(all('.card form')).toEqual([])
    expect(screen.faults()).toEqual([])
  })

  it('stays masked where it is refused, says so, and can be asked for again', async () => {
    const stage = await open()
    give(stage, auditContracts.unmask, () => refusal(403, 'forbidden'))
    await ask()
    await send('.card form')
    expect(readAll('.card form [role=alert]')).toEqual(['未能查看'])
    expect([title(), field().value]).toEqual(['桂A·**345', '核查超速'])
    give(stage, auditContracts.unmask, () => CLEAR)
    await send('.card form')
    expect(title()).toBe('桂A·12345')
  })

  it('stays masked for whoever may not unmask, and no way is offered', async () => {
    await open('leader')
    expect(title()).toBe('桂A·**345')
    expect(all('button').filter((button) => read(button) === '查看')).toEqual([])
  })
})

describe('what was shown of one vehicle', () => {
  it('is gone on the next one’s card, and so is the reason for it', async () => {
    const stage = await open()
    give(stage, auditContracts.unmask, () => CLEAR)
    await ask()
    await send('.card form')
    useViewStore().select({ kind: 'vehicle', id: '2' })
    await settled()
    expect(title()).toBe('桂A·**345')
    await ask('另一事由')
    useViewStore().select({ kind: 'vehicle', id: '3' })
    await settled()
    expect(all('.card form')).toEqual([])
    await pressOn(saying('查看'))
    expect(field().value).toBe('')
  })

  it('does not come onto the next one’s card by a late answer, nor does its refusal', async () => {
    const stage = await open()
    for (const late of [CLEAR, refusal(403, 'forbidden')]) {
      let come: () => void = () => undefined
      give(stage, auditContracts.unmask, () => new Promise((done) => (come = () => done(late))))
      useViewStore().select({ kind: 'vehicle', id: '1' })
      await settled()
      await ask()
      await send('.card form')
      useViewStore().select({ kind: 'vehicle', id: '2' })
      await settled()
      come()
      await settled()
      expect(title()).toBe('桂A·**345')
      expect(all('.card [role=alert]')).toEqual([])
    }
  })
})
