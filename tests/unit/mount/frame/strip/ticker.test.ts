// @vitest-environment happy-dom
// @vitest-environment-options { "url": "http://screen.test/" }
import { describe, expect, it, vi } from 'vitest'
import AlertTicker from '../../../../../src/app/frame/top/AlertTicker.vue'
import type { Matter } from '../../../../../src/boards/common/alerts/matters.ts'
import { DAY_MS, MINUTE_MS } from '../../../../../src/shared/kernel/time/time.ts'
import type { Alert } from '../../../../../src/shared/protocol/http.ts'
import { useAlertsStore } from '../../../../../src/state/stores/index.ts'
import { NOW } from '../../../../builders/mount/names.ts'
import { mountPart, useMounted, type MountedPart } from '../../../../builders/mount/part.ts'
import { makeStage, settled } from '../../../../builders/mount/stage.ts'

const { keep, leave } = useMounted({ sound: true, after: () => vi.useRealTimers() })
let mounted: MountedPart

const alert = (id: string, over: Partial<Alert> = {}): Alert => ({
  id,
  at: NOW - MINUTE_MS,
  severity: 'red',
  subject: 'housing',
  rule: 'OF-07',
  place: 'B1',
  placeName: '一号楼',
  region: '450100',
  text: { zh: `警${id}`, en: id },
  count: 1,
  citation: { document: 'd', article: 'a', mark: 'D' },
  ...over,
})
const RULE = {
  name: { zh: '办公用房超标准', en: 'Office over its limit' },
  counts: { zh: '间', en: 'rooms', one: 'room' },
}
const open = async (alerts: readonly Alert[], over: object = {}) => {
  const stage = await makeStage('full', 'manager')
  const store = useAlertsStore()
  store.add(store.alerts.map((each) => ({ ...each, severity: 'green' as const })))
  store.add(alerts)
  const onOpen = vi.fn()
  mounted = keep(await mountPart(AlertTicker, stage, { place: '450100', region: '450100', onOpen, ...over }))
  return onOpen
}
const lines = (): string[] =>
  [...document.querySelectorAll('.ticker .text')].map(({ textContent }) => textContent!.split(' · ')[0]!)
const said = (): string[] =>
  [...document.querySelectorAll('[data-alert]')].map(({ textContent }) =>
    textContent!.replaceAll(/\s+/g, ' ').trim(),
  )
const pages = (): string => document.querySelector('.pages')?.textContent?.replaceAll(/\s+/g, ' ') ?? ''
const many = (count: number): Alert[] =>
  Array.from({ length: count }, (_, i) =>
    alert(`${i}`, { at: NOW - i * MINUTE_MS, rule: `XX-${String(i).padStart(2, '0')}` }),
  )
const turn = async (): Promise<void> => {
  await vi.advanceTimersByTimeAsync(7000)
  await settled()
}
const point = async (event: string): Promise<void> => {
  document.querySelector('.ticker')!.dispatchEvent(new Event(event))
  await settled()
}

describe('the ticker', () => {
  it('says that there is nothing, and opens what a line names, with its place or without', async () => {
    await open([alert('i', { severity: 'info' })])
    expect([lines(), document.querySelector('.ticker .quiet')?.textContent !== '']).toEqual([[], true])
    leave()
    const nowhere = alert('b', { place: null, placeName: null, severity: 'yellow', rule: 'XX-01' })
    const onOpen = await open([alert('a'), nowhere])
    const [first, second] = [...document.querySelectorAll<HTMLButtonElement>('[data-alert]')]
    first!.click()
    second!.click()
    expect(onOpen.mock.calls.map(([of]) => [(of as Matter).id, (of as Matter).place])).toEqual([
      ['a', 'B1'],
      ['b', null],
    ])
    expect([first!.title, second!.title]).toEqual(['警a', '警b'])
  })

  it('puts the places of a rule into one line: how many, what, how much, since when or how late', async () => {
    const county = (id: string, region: string, over: Partial<Alert>): Alert =>
      alert(id, { region, place: region, placeName: region, count: 700, ...over })
    const late = { dueAt: NOW - 3 * DAY_MS + MINUTE_MS }
    const onOpen = await open([
      county('OF-07:450103', '450103', {}),
      county('OF-07:450105', '450105', { count: 528, ...late }),
      alert('one', { rule: 'XX-09', severity: 'yellow', count: 4 }),
    ])
    useAlertsStore().rules['OF-07'] = RULE
    await mounted.wrapper.setProps({ place: '450000', region: '450000' })
    expect(said()).toEqual(['报警2 县区办公用房超标准 · 1,228 间逾期 3 天', `提醒一号楼警one · 410:06`])
    document.querySelector<HTMLButtonElement>('[data-alert]')!.click()
    expect(onOpen.mock.calls[0]?.[0]).toMatchObject({ id: 'OF-07', place: null, count: 1228 })
  })

  it('turns its pages, but not while somebody points at it or stands in it', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    await open(many(5), { perPage: 2 })
    expect([lines(), pages()]).toEqual([['警0', '警1'], '1 / 3'])
    for (const [holds, lets] of [
      ['pointerenter', 'pointerleave'],
      ['focusin', 'focusout'],
    ] as const) {
      await point(holds)
      const before = pages()
      await turn()
      expect([holds, pages()]).toEqual([holds, before])
      await point(lets)
      await turn()
      expect([lets, pages()]).not.toEqual([lets, before])
    }
    expect([lines(), pages()]).toEqual([['警4'], '3 / 3'])
    await turn()
    expect(lines()).toEqual(['警0', '警1'])
  })
})

describe('the ticker', () => {
  it('begins anew in another place, and stays within the pages that are left', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    await open(many(6), { perPage: 2 })
    await turn()
    await turn()
    expect(pages()).toBe('3 / 3')
    useAlertsStore().add(
      many(6)
        .slice(3)
        .map((each) => ({ ...each, severity: 'green' as const })),
    )
    await settled()
    expect([lines(), pages()]).toEqual([['警0', '警1'], '1 / 2'])
    await turn()
    expect(lines()).toEqual(['警2'])
    await mounted.wrapper.setProps({ place: 'C1', region: '450100' })
    await settled()
    await mounted.wrapper.setProps({ place: '450100', region: '450100' })
    await settled()
    expect(pages()).toBe('1 / 2')
  })

  it('shows the first twelve of more, and counts them all, here and in what one may see', async () => {
    await open(many(14), { perPage: 4 })
    expect(pages()).toMatch(/^1 \/ 3 · .*12/)
    const [here, whole] = [...document.querySelectorAll('[data-subject="calling"]')].map((e) => e.textContent)
    const { calling } = useAlertsStore()
    expect([here, whole]).toEqual(['14', String(calling)])
    expect(calling).toBeGreaterThan(14)
  })
})
