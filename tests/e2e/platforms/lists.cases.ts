import { describe, expect, it } from 'vitest'
import { choose } from '../../builders/screen/browser.ts'
import { wall } from '../present.ts'

describe('whole lists', () => {
  it('of the rooms over their limit is reached from the panel that counts them, and its rooms tell who changed them', async () => {
    const { page, close } = await wall.open({
      account: 'manager',
      path: '/view/450000?scene=housing',
      size: [1920, 1080],
    })
    await page.locator('[data-panel="over-standard"] [data-do="to-page"]').dispatchEvent('click')
    await page.waitForURL(/work\/management\/rooms/)
    await page.waitForSelector('main.work .panel[data-state="ready"] [role=row][data-of]')
    const ask = (list: string) =>
      wall.server.request('manager', 'GET', `/api/rooms?region=450000&list=${list}&limit=2`)
    const { rooms, total } = (await ask('over')).body
    const heading = await page.locator('main.work .panel h2').innerText()
    expect(heading.replaceAll(',', '')).toBe(`超标办公室 · ${total}`)
    const first = page.locator('[role=row][data-of]').first()
    expect(await first.getAttribute('data-of')).toBe(rooms[0].id)
    await first.click()
    await page.waitForURL(/sel=room/)
    await page.click('[data-do="changes"]')
    await page.waitForSelector('[data-changes="empty"]')
    const edit = { usableArea: rooms[0].usableArea + 1, reason: '复核实测面积' }
    expect((await wall.server.request('manager', 'PATCH', `/api/rooms/${rooms[0].id}`, edit)).status).toBe(
      200,
    )
    await page.reload()
    await page.click('[data-do="changes"]')
    await page.waitForSelector('[data-changes="ready"]')
    expect(await page.locator('[data-changes] li').first().innerText()).toMatch(/manager[\s\S]*复核实测面积/)
    await close()
  })

  it('of idle rooms is told from the address, and says so where a region has none of a list', async () => {
    const { page, close } = await wall.open({
      account: 'supervisor',
      path: '/work/supervision/rooms?list=idle',
    })
    await page.waitForSelector('[data-list="idle"][aria-selected="true"]')
    await page.waitForSelector('main.work .panel:is([data-state="ready"], [data-state="empty"])')
    await page.click('[data-list="over"]')
    await page.waitForURL((url) => !url.search.includes('list'))
    await choose(page, 'region', '450103')
    await page.waitForURL(/region=450103/)
    await close()
  })
})

describe('whole lists', () => {
  it('of every county by an index turns with its headings and opens what is pressed', async () => {
    const { page, close } = await wall.open({
      account: 'supervisor',
      path: '/work/supervision/rankings?of=counties&index=perCapita',
    })
    await page.waitForSelector('main.work [role=row][data-of]')
    await choose(page, 'index', 'over')
    const { rows } = (
      await wall.server.request('supervisor', 'GET', '/api/rankings?region=450000&index=over&of=counties')
    ).body
    const first = page.locator('[role=row][data-of]').first()
    const top = async (id: string): Promise<void> =>
      void (await page.waitForSelector(`[role=row][data-of="${id}"][aria-rowindex="1"]`))
    await top(rows[0].id)
    await page.click('[data-sort="text"]')
    await page.click('[data-sort="text"]')
    await page.waitForSelector('[role=columnheader][aria-sort="ascending"]')
    const valued = rows.filter((row: { value: number | null }) => row.value !== null)
    const least = Math.min(...valued.map((row: { value: number }) => row.value))
    const shown = await first.getAttribute('data-of')
    expect(valued.find((row: { id: string }) => row.id === shown)?.value).toBe(least)
    await first.click()
    await page.waitForURL(new RegExp(`view/${shown}`))
    await close()
  })
})
