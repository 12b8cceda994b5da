// @vitest-environment happy-dom
import { describe, expect, it, vi } from 'vitest'
import { HOUR_MS, MINUTE_MS } from '../../../../src/shared/kernel/time/time.ts'
import type { Track } from '../../../../src/shared/protocol/http.ts'
import { vehiclesContracts } from '../../../../src/shared/vehicles/routes.ts'
import {
  useReplayStore,
  useTrackStore,
  useUiStore,
  useViewStore,
} from '../../../../src/state/stores/index.ts'
import { give } from '../../../builders/mount/given.ts'
import { all, one, pressOn, read, readAll, reasons } from '../../../builders/mount/hand.ts'
import { NOW } from '../../../builders/mount/names.ts'
import { useScreen } from '../../../builders/mount/screen.ts'
import { settled, speak } from '../../../builders/mount/stage.ts'

vi.mock(
  '../../../../src/widgets/chart/echarts.ts',
  async () => await import('../../../builders/mount/charts.ts'),
)

const screen = useScreen()
/** 08:07: two minutes north by a hundredth of a degree each, eight standing, another hundredth; a degree is 111.195 km. */
const START = NOW - 2 * HOUR_MS
const point = (minute: number, lat: number, speedKmh: number) => ({
  at: START + minute * MINUTE_MS,
  lon: 108,
  lat,
  speedKmh,
  headingDeg: 0,
})
const TRACK: Track = {
  vehicle: 'V1',
  from: START,
  to: START + HOUR_MS,
  points: [
    point(0, 22.8, 60),
    point(1, 22.81, 64.4),
    point(2, 22.82, 60),
    point(3, 22.82, 0),
    point(7, 22.82, 0),
    point(11, 22.82, 80),
    point(12, 22.83, 60),
  ],
  total: 7,
  shown: 7,
  stepMs: 0,
}
const open = async (track: Track | null = TRACK): Promise<void> => {
  await screen.panel('vehicle-card', {
    before: (stage) =>
      give(stage, vehiclesContracts.vehicle, (drawn) => ({
        ...drawn,
        ordinal: 1,
        unit: { id: 'U7', name: '七局' },
      })),
  })
  useTrackStore().track = track
  await settled()
}
const figures = (): string[] => readAll('.track .why-figure')
const notes = (): string[] => readAll('.track > .quiet')
const replayAt = async (minute: number): Promise<void> => {
  const replay = useReplayStore()
  replay.playing = false
  replay.seek(START + minute * MINUTE_MS)
  useUiStore().second += 1
  await settled()
}

describe('the track of a vehicle', () => {
  it('stands with its time, its figures and its stops', async () => {
    await open()
    expect(read('.track h3 .quiet')).toBe('08:07–09:07')
    expect(figures()).toEqual(['里程3.3km', '行驶0.1h', '停驶0.1h', '最高车速80km/h'])
    expect(notes()).toEqual(['停留 1 处(≥5 分钟)'])
    expect(readAll('.stops li')).toEqual(['08:10–08:18'])
    expect(screen.faults()).toEqual([])
  })

  it('explains each of them by the points that it was counted from', async () => {
    await open()
    const told: string[][] = []
    for (const figure of all('.track .why-figure')) {
      await pressOn(figure)
      const { title, value, rows } = reasons()
      told.push([title, value, ...rows])
    }
    expect(told).toEqual([
      ['里程', '3.3 km', '7 个点: 08:07–09:07'],
      ['行驶', '0:08', '7 个点: 08:07–09:07'],
      ['停驶', '0:04', '7 个点: 08:07–09:07'],
      ['最高车速', '80 km/h', '7 个点: 08:07–09:07'],
    ])
    await speak('en')
    expect(read('.track h3')).toContain('Track (the query is logged)')
  })

  it('says that it was thinned, in its note and among its reasons, and what was left out as drift', async () => {
    const away = { ...point(1, 24, 60), at: START + MINUTE_MS + 1 }
    await open({ ...TRACK, points: TRACK.points.toSpliced(2, 0, away), total: 700, shown: 8, stepMs: 5_000 })
    expect(notes().slice(1)).toEqual([
      '700 个点,显示 8 个(每 5 秒一个);里程、停留按显示的点',
      '剔除漂移 1 点(共 8 点,车辆驶不到的位置)',
    ])
    expect(figures()[0]).toBe('里程3.3km')
    await pressOn(all('.track .why-figure')[0])
    expect(reasons().rows).toEqual(['700 个点,显示 8 个(每 5 秒一个);里程、停留按显示的点: 08:07–09:07'])
  })

  it('says that there was no position in that time, and nothing before it was read', async () => {
    await open({ ...TRACK, points: [], total: 0, shown: 0 })
    expect([notes(), figures()]).toEqual([['此时段没有定位'], []])
    useTrackStore().track = null
    await settled()
    expect([notes(), figures()]).toEqual([[], []])
  })

  it('is followed on the map by a press, and left by another', async () => {
    await open()
    expect(read('[data-do=follow]')).toBe('跟随')
    await pressOn('[data-do=follow]')
    expect([useViewStore().following, read('[data-do=follow]')]).toEqual([true, '停止跟随'])
    expect(one('[data-do=follow]').getAttribute('aria-pressed')).toBe('true')
    await pressOn('[data-do=follow]')
    expect(useViewStore().following).toBe(false)
  })
})

describe('the track of a vehicle in the replay', () => {
  it('is told as far as the clock has come, beside the whole', async () => {
    await open()
    await replayAt(2)
    expect(figures()).toEqual(['里程2.2km', '行驶0.0h', '停驶0.0h', '最高车速64km/h'])
    expect(notes()).toEqual(['已停留 0 处,全天 1 处(≥5 分钟)'])
    await pressOn(all('.track .why-figure')[0])
    expect(reasons()).toMatchObject({ value: '2.2 km', rows: ['7 个点: 08:07–09:07', '全天: 3.3 km · 0:08'] })
  })

  it('goes to a stop by a press, which is then the one that the clock stands in', async () => {
    await open()
    await replayAt(2)
    const stop = (): HTMLElement => one('.stops button')
    expect([stop().classList.contains('ahead'), stop().getAttribute('aria-current')]).toEqual([true, 'false'])
    await pressOn(stop())
    expect(useReplayStore().asked).toEqual({ at: START + 3 * MINUTE_MS })
    useUiStore().second += 1
    await settled()
    expect([stop().classList.contains('ahead'), stop().getAttribute('aria-current')]).toEqual([false, 'true'])
  })

  it('is narrowed to the vehicle’s unit by a press, once', async () => {
    await open()
    expect(all('[data-do=unit]')).toEqual([])
    await replayAt(2)
    await pressOn('[data-do=unit]')
    expect(useReplayStore().unit).toBe('U7')
    expect(all('[data-do=unit]')).toEqual([])
  })
})
