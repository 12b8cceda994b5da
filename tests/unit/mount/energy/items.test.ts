// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest'
import { energyContracts } from '../../../../src/shared/energy/routes.ts'
import { useViewStore } from '../../../../src/state/stores/index.ts'
import { give, sentTo } from '../../../builders/mount/given.ts'
import { pressOn, readAll, reasons, saying } from '../../../builders/mount/hand.ts'
import { useScreen } from '../../../builders/mount/screen.ts'
import { refusal, settled, speak, type Stage } from '../../../builders/mount/stage.ts'

const screen = useScreen()

const item = (id: string, name: string, todayKwh: number) => ({ item: id, name, todayKwh })
const TODAY = [
  item('total', '总用电', 1234),
  item('01A00', '照明插座用电', 600),
  item('01B00', '空调用电', 400),
  item('01Z00', '平台另列', 7),
  item('water', '用水', 12),
  item('heat', '集中供热', 2.5),
  item('coal', '煤炭', 3),
]
const YEAR = {
  electricityKwh: 250_000,
  waterM3: 4_000,
  gasM3: 1_000,
  heatMj: 5_000,
  coolMj: 0,
  coalKg: 100,
  oilKg: 20,
  lpgKg: 0,
  pvKwh: 0,
}
const giveLoad = (stage: Stage, byItem = TODAY): void =>
  give(stage, energyContracts.load, (drawn) => ({ ...drawn, byItem }))
const giveYear = (stage: Stage, last12: typeof YEAR = YEAR): void =>
  give(stage, energyContracts.summary, (drawn) => ({ ...drawn, last12 }))
const lines = (): string[] => readAll('ul[aria-label] li')

describe('electricity by use', () => {
  it('lists the four items of the guide with their shares, says in what proportion, and explains one', async () => {
    await screen.panel('energy-items', { before: giveLoad })
    expect(lines()).toEqual(['照明插座用电60060.0%', '空调用电40040.0%'])
    await pressOn(saying('照明插座用电60060.0%'))
    expect(reasons()).toMatchObject({ title: '01A00 照明插座用电', value: '600 kWh' })
    expect(screen.faults()).toEqual([])
  })
})
const openClasses = async (before: (stage: Stage) => void): Promise<Stage> => {
  const stage = await screen.panel('energy-items', { before })
  expect(sentTo(stage, energyContracts.summary)).toEqual([])
  await pressOn(saying('分类'))
  return stage
}
const both = (stage: Stage): void => {
  giveLoad(stage)
  giveYear(stage)
}

describe('energy by class', () => {
  it('stands in its own units: large electricity in MWh, heat in GJ, fuels beside each other; what is not used says so', async () => {
    const stage = await openClasses(both)
    expect(sentTo(stage, energyContracts.summary).map(({ query }) => query)).toEqual([{ region: '450100' }])
    expect(lines()).toEqual([
      '电1,234 kWh250.0 MWh',
      '水12 m³4,000 m³',
      '燃气0 m³1,000 m³',
      '集中供热2.5 GJ5.0 GJ',
      '集中供冷未使用',
      '其他能源3 kg + 0 kg100 kg + 20 kg',
      '可再生能源(光伏)未使用',
    ])
    expect(screen.faults()).toEqual([])
  })

  it('says a province’s electricity in GWh', async () => {
    await openClasses((stage) => {
      giveLoad(stage, [item('total', '总用电', 345_678)])
      giveYear(stage, { ...YEAR, electricityKwh: 1_234_000_000 })
    })
    expect(lines()[0]).toBe('电345.7 MWh1,234.0 GWh')
  })
})

describe('energy by class on its card', () => {
  it('is converted on its card under the basis that is shown; water never is', async () => {
    await openClasses(both)
    await pressOn(saying('电1,234 kWh250.0 MWh'))
    expect(reasons()).toEqual({
      title: '01 电',
      value: '250.0 MWh',
      rows: ['今日: 1,234 kWh', '总用电(当量): 30,725 kgce'],
    })
    useViewStore().basis = 'equal-value'
    await settled()
    await pressOn(saying('电1,234 kWh250.0 MWh'))
    expect(reasons().rows[1]).toBe('总用电(等价): 77,500 kgce')
    await pressOn(saying('集中供热2.5 GJ5.0 GJ'))
    expect(reasons().rows[1]).toBe('集中供热(等价): 171 kgce')
    await pressOn(saying('水12 m³4,000 m³'))
    expect(reasons().rows[1]).toBe('用水(等价): 不折标')
    await pressOn(saying('集中供冷未使用'))
    expect(reasons()).toEqual({ title: '05 集中供冷', value: '未使用', rows: ['今日: 未使用'] })
  })

  it('of other fuels leaves the vehicles’ to their own ledger, and says so, in English too', async () => {
    await openClasses(both)
    await speak('en')
    await pressOn(saying('Other fuels3 kg + 0 kg100 kg + 20 kg'))
    expect(reasons().rows).toEqual([
      'Today: 3 kg + 0 kg',
      'Coal (heat): 71 kgce',
      'Fuel oil (heat): 29 kgce',
      ": vehicles' fuel stands in their ledger, not with buildings",
    ])
  })
})

describe('energy by class', () => {
  it('claims no twelve months and nothing unused while the year is on its way or is refused', async () => {
    await openClasses((before) => {
      giveLoad(before)
      give(before, energyContracts.summary, () => refusal(503, 'unavailable'))
    })
    expect(lines()).toEqual([
      '电1,234 kWh—',
      '水12 m³—',
      '燃气—',
      '集中供热2.5 GJ—',
      '集中供冷—',
      '其他能源3 kg—',
      '可再生能源(光伏)—',
    ])
    await pressOn(saying('电1,234 kWh—'))
    expect(reasons()).toEqual({ title: '01 电', value: '—', rows: ['今日: 1,234 kWh', '总用电(当量): —'] })
  })
})
