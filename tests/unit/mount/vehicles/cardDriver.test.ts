// @vitest-environment happy-dom
import { describe, expect, it, vi } from 'vitest'
import { HOUR_MS } from '../../../../src/shared/kernel/time/time.ts'
import type { VehicleCard } from '../../../../src/shared/protocol/http.ts'
import { vehiclesContracts } from '../../../../src/shared/vehicles/routes.ts'
import { useSourcesStore, useViewStore } from '../../../../src/state/stores/index.ts'
import { give, sentTo } from '../../../builders/mount/given.ts'
import { all, pressOn, read, readAll, reasons, saying } from '../../../builders/mount/hand.ts'
import { NOW } from '../../../builders/mount/names.ts'
import { useScreen } from '../../../builders/mount/screen.ts'
import { refusal, settled, speak, type Stage } from '../../../builders/mount/stage.ts'

vi.mock(
  '../../../../src/widgets/chart/echarts.ts',
  async () => await import('../../../builders/mount/charts.ts'),
)

const screen = useScreen()
type Driver = NonNullable<VehicleCard['cardDriver']>
const DRIVER: Driver = {
  card: 'in',
  at: NOW - HOUR_MS,
  result: 0,
  name: '张三',
  masked: false,
  certificateTail: '4321',
  issuer: '交通运输局',
  validTo: '2028-01-01',
  expired: false,
  match: 'same',
  source: 'T-1',
}
const ASK = '驾驶记录(查询记入日志)'

const giveDriver =
  (driver: Partial<Driver> | null) =>
  (stage: Stage): void =>
    give(stage, vehiclesContracts.vehicle, (drawn, { params }) => ({
      ...drawn,
      id: `V${params['id']}`,
      ordinal: Number(params['id']),
      cardDriver: driver && { ...DRIVER, ...driver },
    }))
const open = (driver: Partial<Driver> | null = {}, role: 'manager' | 'wall' = 'manager'): Promise<Stage> =>
  screen.panel('vehicle-card', { role, before: giveDriver(driver) })
const lines = (): string[] => readAll('.card-driver > p')

describe('where the card of a vehicle comes from', () => {
  it('is told by what its source brings; a source that is connected no longer by its own name', async () => {
    const of = async (name: string): Promise<string> => {
      await screen.panel('vehicle-card', {
        role: 'manager',
        before: (stage) => {
          give(stage, vehiclesContracts.vehicle, (drawn) => ({
            ...drawn,
            provenance: { ...drawn.provenance, source: name, sourceId: 'V-7' },
          }))
        },
      })
      const sources = useSourcesStore()
      sources.sources = [{ ...sources.sources[0]!, name: 'rest', brings: 'ledger' }]
      await settled()
      return readAll('.quiet').find((line) => line.includes('V-7')) ?? ''
    }
    expect(await of('rest')).toMatch(/台账 · V-7$/)
    expect(await of('桂办平台')).toMatch(/桂办平台 · V-7$/)
  })
})

describe('who drives by the card in the reader', () => {
  it('stands with since when, the certificate, and whether it is the order’s driver', async () => {
    await open()
    expect(lines()).toEqual([
      '张三 在岗 自 2026-06-15 09:07:00',
      '证号末四位 4321 · 交通运输局 · 有效期至 2028-01-01',
      '与派车单一致',
    ])
    expect(screen.faults()).toEqual([])
  })

  it.each([
    [null, '读卡器尚无记录'],
    [{ card: 'out' }, '张三 已退卡 自'],
    [{ name: null }, '在岗(姓名无法识读) 自'],
    [{ result: 1, name: null }, '读卡失败:密钥认证未通过 自'],
    [{ result: 2, name: null }, '读卡失败:卡已锁定 自'],
    [{ result: 3, name: null }, '读卡失败:卡被拔出 自'],
    [{ result: 4, name: null }, '读卡失败:数据校验错误 自'],
    [{ result: 9, name: null }, '读卡失败:代码 9 自'],
  ] as const)('%j is said as it is', async (driver, words) => {
    await open(driver)
    expect(lines()[0]).toMatch(new RegExp(`^${words.replaceAll(/[()]/g, '\\$&')}`))
  })

  it('is marked where the certificate has run out, and says nothing of what the reader did not tell', async () => {
    await open({ expired: true, certificateTail: null, issuer: null, validTo: null, match: null })
    expect(lines().slice(1)).toEqual(['证件已过期'])
  })

  it.each([
    ['other', '与派车单驾驶员不符', true],
    ['unknown', '派车时段内无读卡记录', false],
  ] as const)('against the order is %s, and explains when that is said', async (match, words, grave) => {
    await open({ match })
    expect(saying(words).classList.contains('bad')).toBe(grave)
    await pressOn(saying(words))
    expect(reasons()).toMatchObject({ title: '驾驶员身份(IC 卡)', value: words })
    expect(read('.why-card')).toContain('不少于 10 分钟即为不符')
    await speak('en')
    expect(lines().at(-1)).toMatch(match === 'other' ? /another driver/ : /no card was read/)
  })
})

const giveSpells = (stage: Stage, spells: readonly (readonly [string, number, number | null])[]): void =>
  give(stage, vehiclesContracts.drivers, (drawn) => ({
    ...drawn,
    spells: spells.map(([name, from, to]) => ({ name, validTo: null, from, to })),
  }))

describe('who drove when', () => {
  it('is asked for by a press alone, because it is logged, and stands newest first', async () => {
    const stage = await open()
    giveSpells(stage, [
      ['李四', NOW - 5 * HOUR_MS, NOW - 3 * HOUR_MS],
      ['张三', NOW - HOUR_MS, null],
    ])
    expect(sentTo(stage, vehiclesContracts.drivers)).toEqual([])
    await pressOn(saying(ASK))
    expect(sentTo(stage, vehiclesContracts.drivers)).toEqual([
      { params: { id: 'V1' }, query: {}, body: undefined },
    ])
    expect(readAll('.spells li')).toEqual([
      '张三 2026-06-15 09:07:00 – 至今',
      '李四 2026-06-15 05:07:00 – 2026-06-15 07:07:00',
    ])
    expect(all('[data-do=drivers]')).toEqual([])
  })

  it('says that no card was read', async () => {
    const stage = await open()
    giveSpells(stage, [])
    await pressOn(saying(ASK))
    expect(lines().at(-1)).toBe('近 7 天无读卡记录')
  })

  it('says that it could not be read, and is asked again by another press', async () => {
    const stage = await open()
    give(stage, vehiclesContracts.drivers, () => refusal(503, 'unavailable'))
    await pressOn(saying(ASK))
    expect(readAll('.card-driver [role=alert]')).toEqual(['未能读取'])
    giveSpells(stage, [['张三', NOW - HOUR_MS, null]])
    await pressOn(saying(ASK))
    expect(readAll('.card-driver [role=alert]')).toEqual([])
    expect(readAll('.spells li')).toHaveLength(1)
  })
})

describe('who drove when', () => {
  it('of one vehicle never stands on the card of the next', async () => {
    const stage = await open()
    giveSpells(stage, [['张三', NOW - HOUR_MS, null]])
    await pressOn(saying(ASK))
    useViewStore().select({ kind: 'vehicle', id: '2' })
    await settled()
    expect(all('.spells')).toEqual([])
    let come: () => void = () => undefined
    give(stage, vehiclesContracts.drivers, (drawn) => new Promise((done) => (come = () => done(drawn))))
    await pressOn(saying(ASK))
    useViewStore().select({ kind: 'vehicle', id: '3' })
    await settled()
    come()
    await settled()
    expect(all('.spells')).toEqual([])
    expect(saying(ASK)).toBeTruthy()
  })

  it('is not offered to whom tracks are not shown', async () => {
    await open({}, 'wall')
    expect(lines()[0]).toContain('在岗')
    expect(all('[data-do=drivers]')).toEqual([])
  })
})
