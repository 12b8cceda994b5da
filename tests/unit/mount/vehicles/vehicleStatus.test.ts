// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest'
import { MINUTE_MS, HOUR_MS } from '../../../../src/shared/kernel/time/time.ts'
import { vehiclesContracts } from '../../../../src/shared/vehicles/routes.ts'
import { useReplayStore, useUiStore, useViewStore } from '../../../../src/state/stores/index.ts'
import { give, sentTo } from '../../../builders/mount/given.ts'
import { all, pressOn, read, readAll, reasons, saying } from '../../../builders/mount/hand.ts'
import { NOW } from '../../../builders/mount/names.ts'
import { useScreen } from '../../../builders/mount/screen.ts'
import { refusal, settled, speak, type Stage } from '../../../builders/mount/stage.ts'

const screen = useScreen()
/** Two hours ago: 08:07, seven minutes into the quarter hour. */
const THEN = NOW - 2 * HOUR_MS
const SECOND = 1000
const quarters = (eight: number, later: number): number[] =>
  Array.from({ length: 96 }, (_, i) => (i === 32 ? eight : i === 33 ? later : 0))
const row = (ordinal: number, km: number, minutes: number, drift = 0) => ({
  ordinal,
  plate: `桂A·100${ordinal}`,
  masked: false,
  km: quarters(km, 9),
  movingMs: quarters(minutes * MINUTE_MS, 9 * MINUTE_MS),
  drift,
  stops: [{ from: THEN - MINUTE_MS, to: NOW }],
})
const TOTALS = {
  unit: { id: 'U1', name: '一局' },
  day: '2026-06-15',
  vehicles: 12,
  km: quarters(22.5, 18),
  movingMs: quarters(30 * MINUTE_MS, 18 * MINUTE_MS),
  rows: [row(1, 7.5, 15), row(2, 15, 15, 2)],
}
const giveTotals = (stage: Stage, rows = TOTALS.rows): void =>
  give(stage, vehiclesContracts.replayTotals, (drawn) => ({ ...drawn, ...TOTALS, rows }))
const replayUnit = async (unit = 'U1'): Promise<void> => {
  const replay = useReplayStore()
  replay.playing = false
  replay.unit = unit
  replay.seek(THEN)
  await settled()
}
const figures = (): string[] => readAll('.totals .why-figure')

describe('a unit’s day in the replay', () => {
  it('stands as far as the clock has come, and is asked for once a day', async () => {
    const stage = await screen.panel('vehicle-status', { before: giveTotals })
    expect(all('.totals')).toEqual([])
    await replayUnit()
    expect(read('.totals h3')).toBe('一局 · 2026-06-15')
    expect(figures()).toEqual(['行驶里程10.5km', '行驶时长0.2h', '已出车2/ 12', '停留(≥5 分钟)2'])
    expect(readAll('.totals li')).toEqual(['桂A·10027.0 km', '桂A·10013.5 km'])
    expect(read('[data-do=drift]')).toBe('全天剔除漂移 2 点(车辆驶不到的位置)')
    useReplayStore().seek(THEN + 30 * MINUTE_MS)
    useUiStore().second += SECOND
    await settled()
    expect(figures()[0]).toBe('行驶里程40.5km')
    expect(sentTo(stage, vehiclesContracts.replayTotals).map(({ query }) => query)).toEqual([
      { unit: 'U1', day: '2026-06-15' },
    ])
    expect(screen.faults()).toEqual([])
  })

  it('explains each figure by the vehicles behind it, in both languages', async () => {
    await screen.panel('vehicle-status', { before: giveTotals })
    await replayUnit()
    for (const [label, value] of [
      ['行驶里程', '10.5 km'],
      ['行驶时长', '0.2 h'],
      ['已出车', '2 / 12'],
      ['停留(≥5 分钟)', '2'],
    ]) {
      await pressOn(all('.totals .why-figure').find((figure) => read(figure).startsWith(label ?? '')))
      expect([reasons().title, reasons().value]).toEqual([`一局 · ${label}`, value])
    }
    expect(reasons().rows).toEqual(['桂A·1002: 7.0 km · 0.1 h', '桂A·1001: 3.5 km · 0.1 h'])
    await speak('en')
    await pressOn(all('.totals .why-figure')[0])
    expect(reasons().title).toBe('Yi Bureau · Distance')
    expect(screen.faults()).toEqual([])
  })

  it('goes to a vehicle by a press on its line', async () => {
    await screen.panel('vehicle-status', { before: giveTotals })
    await replayUnit()
    await pressOn(saying('桂A·10013.5 km'))
    expect(useViewStore().selection).toEqual({ kind: 'vehicle', id: '1' })
  })

  it('says nothing of drift where there was none', async () => {
    await screen.panel('vehicle-status', { before: (stage) => giveTotals(stage, [row(1, 7.5, 15)]) })
    await replayUnit()
    expect(all('[data-do=drift]')).toEqual([])
  })
})

describe('a unit’s day that is not there', () => {
  const words = (): string[] => readAll('.content > [role=status]')

  it('is awaited with words, then shown', async () => {
    let come: () => void = () => undefined
    await screen.panel('vehicle-status', {
      before: (stage) =>
        give(
          stage,
          vehiclesContracts.replayTotals,
          (drawn) => new Promise((done) => (come = () => done({ ...drawn, ...TOTALS }))),
        ),
    })
    await replayUnit()
    expect(words()).toEqual(['正在合计单位当日轨迹'])
    come()
    await settled()
    expect(words()).toEqual([])
    expect(figures()).toHaveLength(4)
  })

  it('is said to have failed where it was refused', async () => {
    await screen.panel('vehicle-status', {
      before: (stage) => give(stage, vehiclesContracts.replayTotals, () => refusal(403, 'forbidden')),
    })
    await replayUnit()
    expect(words()).toEqual(['单位合计未能取得'])
    expect(all('.totals')).toEqual([])
  })
})
