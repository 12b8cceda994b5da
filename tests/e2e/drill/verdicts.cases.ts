import { beforeAll, describe, expect, it } from 'vitest'
import { measuresFromArray } from '#shared/indices/measures.ts'
import { eventually, settled } from '../../builders/screen/wall.ts'
import { placeOf, queryOf } from '../../builders/screen/pointer.ts'
import type { RegionRow } from '#shared/protocol/http.ts'
import { page, read } from './screen.ts'

const PROVINCE = '450000'
const cell = (id: string) => page.locator(`[data-verdict="${id}"]`)

describe('the verdicts', () => {
  beforeAll(async () => {
    await page.waitForSelector('[data-verdict="over"][data-state="ready"]')
  })

  it('stand above the scene with their answers, cover nothing of the columns and are themselves covered by nothing', async () => {
    expect(await page.locator('.verdict h2').allInnerTexts()).toEqual([
      '办公用房超标了吗?',
      '有没有房子空着?',
      '全年能耗够不够用?',
      '公务用车合规吗?',
    ])
    const told = await page.locator('.verdict').evaluateAll((all) =>
      all.map((element) => {
        const { left, right, top, bottom } = element.getBoundingClientRect()
        const middle = document.elementFromPoint((left + right) / 2, (top + bottom) / 2)
        const cut = [...element.querySelectorAll('h2, .value-text, .beside li, .counts')].filter((part) => {
          const inner = part.getBoundingClientRect()
          return inner.right > right + 1 || inner.bottom > bottom + 1 || inner.left < left - 1
        })
        return [element.contains(middle), cut.map(({ textContent }) => textContent)]
      }),
    )
    expect(told).toEqual(Array.from({ length: 4 }, () => [true, []]))
  })

  it('name the worst place, and one click opens it with the index of the question', async () => {
    const { regions } = await read<{ regions: RegionRow[] }>('/api/regions')
    const cities = regions
      .filter(({ parent }) => parent === PROVINCE)
      .map(({ id, measures }) => ({ id, m: measuresFromArray(measures) }))
      .filter(({ m }) => m.usableDm2 > 0)
      .toSorted((a, b) => b.m.idleDm2 / b.m.usableDm2 - a.m.idleDm2 / a.m.usableDm2)
    expect(await cell('idle').locator('.worst').getAttribute('data-worst')).toBe(cities[0]!.id)
    await cell('idle').locator('.worst').click()
    await eventually(
      () => placeOf(page),
      (now) => now === cities[0]!.id,
    )
    await eventually(
      () => queryOf(page, 'index'),
      (now) => now === 'idle',
    )
  })
})

describe('the verdicts', () => {
  it('say the change since last month on the first day, and why: formula, line, months and who counted them, who answers and what would mend it', async () => {
    for (const id of ['over', 'idle', 'compliance']) {
      await page.waitForSelector(`[data-verdict="${id}"][data-state="ready"]`)
      await eventually(
        () => cell(id).locator('.beside li').first().innerText(),
        (line) => /^(较上月 [▲▼]|与上月持平)/.test(line),
      )
    }
    await cell('over').locator('.figure').click()
    const card = page.locator('.why-card')
    await card.locator('[data-answers]').waitFor()
    const text = await card.innerText()
    for (const part of [
      '公式',
      '依据',
      '界线',
      '由此得出',
      '近十二个月',
      '12/12 个月由平台交来',
      '谁来负责',
      '怎样改变',
    ])
      expect(text).toContain(part)
    await page.keyboard.press('Escape')
    await card.waitFor({ state: 'detached' })
    await page.keyboard.press('Escape')
    await eventually(
      () => placeOf(page),
      (now) => now === PROVINCE,
    )
    await page.keyboard.press('1')
    await settled(page)
  })
})
