import { afterAll, describe, expect, it } from 'vitest'
import type { Page } from 'playwright-core'
import type { UnitCard, VehicleFigures, VehicleIndices } from '#shared/protocol/http.ts'
import type { UnitList } from '#shared/housing/answers/lists.ts'
import { VEHICLE_INDICES } from '#shared/vehicles/indices.ts'
import { isOneNumber, percentIn, saidOn } from '../../builders/screen/saidFigures.ts'
import { eventually, SLOW_MS } from '../../builders/screen/wall.ts'
import { PROVINCE, read, walk } from './walk.ts'

const ledgerAt = async (section: string): Promise<Page> => {
  await walk.openAt('/work/management/vehicle-ledger')
  const page = await walk.screenOf('manager')
  await page.click(`[data-section="${section}"]`)
  await walk.rested(page)
  return page
}

describe('what the documents ask to see', () => {
  it(
    '[DT-15] [DT-18] 双费双率: four figures with their months, against the year before and the base period, drilled from city to county to unit',
    async () => {
      const page = await ledgerAt('figures')
      const { values } = await read<VehicleFigures>(`/api/vehicles/figures?region=${PROVINCE}`)
      const said = (await saidOn(page)).filter(
        ({ key }) => key.startsWith('vehicle:') && key.endsWith(PROVINCE),
      )
      expect(said.map(({ subject }) => subject.slice(8))).toEqual([
        'runningCost',
        'rentalCost',
        'useDays',
        'overlap',
      ])
      for (const { subject, text } of said)
        expect([
          subject,
          isOneNumber(percentIn(text), `${values[subject.slice(8) as 'overlap'] ?? '—'}`),
        ]).toEqual([subject, true])
      const base = await page.locator('.cell li', { hasText: '单车运维费较车改前' }).locator('b').innerText()
      expect(isOneNumber(percentIn(base), `${values.costOverBase}`)).toBe(true)
      expect(await page.locator('.trend canvas').count()).toBeGreaterThan(0)
      for (const kind of ['city', 'county', 'unit']) {
        const title = await page.locator('.panel h2').innerText()
        await page.locator('.rank ol li button').first().click()
        const drilled = await eventually(
          async () => [await page.locator('.panel h2').innerText(), await page.locator('.cell').count()],
          ([now, cells]) => now !== title && cells === 4,
        )
        expect([kind, drilled[0]]).not.toEqual([kind, title])
      }
    },
    SLOW_MS,
  )
})

describe('what the documents ask to see', () => {
  afterAll(() => walk?.end())

  it(
    '[ZJ-39] 使用活跃度, 服务保障, 人员服务, 车辆服务 and 运营支出: each place with its score, ranked, two of them compared',
    async () => {
      const page = await ledgerAt('indices')
      const told = await read<VehicleIndices>(`/api/vehicles/indices?region=${PROVINCE}&of=children`)
      for (const { id, name } of VEHICLE_INDICES) {
        await page.locator('.indices .tabs button', { hasText: name.zh }).click()
        const shown = (await saidOn(page)).filter(({ subject }) => subject === `vehicleIndex:${id}`)
        expect([id, shown.length]).toEqual([id, told.rows.length])
        for (const { key, text } of shown) {
          const score = told.rows.find((row) => key.endsWith(row.id))!.indices[id].score
          expect([key, text]).toEqual([key, score === null ? '—' : score.toFixed(1)])
        }
        const scores = shown.map(({ text }) => (text === '—' ? -1 : Number(text)))
        expect(scores).toEqual([...scores].sort((a, b) => b - a))
      }
      expect(await page.locator('.radar canvas').count()).toBe(1)
      expect(await page.locator('.radar [role=combobox]').count()).toBe(2)
    },
    SLOW_MS,
  )

  it(
    'the energy scene tells of tomorrow with its error, by hours that it was not fitted to',
    async () => {
      await walk.openAt(`/view/${PROVINCE}?scene=energy`)
      const page = await walk.screenOf('manager')
      expect(await page.locator('[data-panel="energy-forecast"] .forecast').innerText()).toMatch(
        /\d+(\.\d+)?\s*[kMG]Wh[\s\S]*\d+\.\d\s*%/,
      )
      expect(await page.locator('[data-panel="energy-forecast"] canvas').count()).toBe(1)
    },
    SLOW_MS,
  )

  it(
    '[DT-21] [DT-28] [SC-28] every unit stands in the ledger, and its card has what it may have by its 编制, to 0.01 m²',
    async () => {
      await walk.openAt('/work/management/ledger-table')
      const page = await walk.screenOf('manager')
      const { total, units } = await read<UnitList>(`/api/units?region=${PROVINCE}&limit=1`)
      expect((await page.locator('.page .foot .quiet').innerText()).replaceAll(',', '')).toContain(`${total}`)
      const card = await read<UnitCard>(`/api/units/${units[0]!.id}`)
      await walk.openAt(`/view/${PROVINCE}?sel=unit:${card.id}`)
      const text = (await page.locator('[data-panel="unit-card"]').innerText()).replace(/[\s,]/g, '')
      for (const { gradeName, count, limit } of card.establishment)
        expect(text).toContain(`${gradeName}${count}×${limit === null ? '—' : `${limit.toFixed(2)}m²`}`)
      const { a, b, e, basic, used } = card.approved
      for (const area of [basic, used]) expect(text).toContain(`${area.toFixed(2)}m²`)
      await page.locator('[data-panel="unit-card"] .why').click()
      const why = (await page.locator('.why-card').innerText()).replace(/[\s,]/g, '')
      for (const area of [a, b, e]) expect(why).toContain(`${area.toFixed(2)}m²`)
    },
    SLOW_MS,
  )
})
