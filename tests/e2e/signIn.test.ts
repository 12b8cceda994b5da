import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Page } from 'playwright-core'
import { openDatabase } from '../../server/db/open.ts'
import { makeQuarantine } from '../../server/repositories/quarantine.ts'
import { TEST_PASSWORD } from '../builders/server.ts'
import { eventually, sceneColours, settled, SLOW_MS, startTestWall, type TestWall } from '../builders/wall.ts'

let wall: TestWall
beforeAll(async () => {
  wall = await startTestWall()
})
afterAll(() => wall?.stop())

/** Refusals answer 4xx, which Chromium writes to its console. */
const REFUSED = /status of 4(01|03|09|23|29)/

const signIn = async (page: Page, name: string, password: string): Promise<void> => {
  await page.fill('input[name=name]', name)
  await page.fill('input[name=password]', password)
  await page.click('form button[type=submit]')
}
const menu = async (page: Page): Promise<string[]> => {
  await page.locator('header button').last().click()
  await page.waitForSelector('button[data-workplace]')
  const ids = await page.locator('button[data-workplace]').evaluateAll((buttons) => buttons.map((button) => (button as HTMLElement).dataset['workplace'] ?? ''))
  await page.keyboard.press('Escape')
  return ids
}

describe('a wall is paired', () => {
  it('[SC-34] a one-time link opens the overview with its map, names and panels, without a fault, and works once', async () => {
    const { code } = (await wall.server.request('operator', 'POST', '/api/pairings', { label: 'hall', scope: { kind: 'region', region: '450000' } })).body
    const { page } = await wall.open({ account: null, path: `/pair?code=${code}`, size: [1920, 1080] })
    await page.waitForURL(/\/view\/450000/)
    expect(page.url()).not.toContain(code)
    await settled(page)
    await eventually(() => page.locator('.panel[data-state="ready"]').count(), (count) => count >= 5)
    expect(await page.locator('[aria-current="page"]').innerText()).toBe('广西壮族自治区')
    expect((await sceneColours(page)).size).toBeGreaterThan(20)
    expect(wall.faults()).toEqual([])
    await page.context().close()
    const second = await wall.open({ account: null, path: `/pair?code=${code}` })
    expect(await second.page.locator('[role=alert]').innerText()).not.toBe('')
    await second.close()
  })
})

describe('signing in', () => {
  it('[GX-13] accounts are made by 安全管理员 alone, with a first password that must be changed; nobody signs up', async () => {
    const { page, close } = await wall.open({ account: 'security', path: '/work/management/accounts' })
    await page.fill('input[name=account]', 'wang.min')
    await page.fill('input[name=displayName]', '王敏')
    await page.fill('input[name=responsible]', '李强')
    await page.selectOption('select[name=role]', 'supervisor')
    await page.selectOption('select[name=region]', '450100')
    expect(await page.locator('select[name=role] option').allInnerTexts()).toEqual(['安全管理员', '领导', '监督人员', '管理人员', '使用单位用户'])
    await page.click('form button[type=submit]')
    const issued = (await page.locator('.issued .secret').innerText()).trim()
    await close()

    const own = await wall.open({ account: null, path: '/view' })
    await own.page.waitForURL(/signin/)
    expect(await own.page.locator('form button').count()).toBe(1)
    expect(await own.page.locator('a').count()).toBe(0)
    await signIn(own.page, 'wang.min', issued)
    await own.page.waitForURL(/password/)
    await own.page.goto(`${wall.server.url}/view`)
    await own.page.waitForURL(/password/)
    await own.page.fill('input[name=current]', issued)
    const ticked = () => own.page.locator('[data-rule][data-holds=true]').evaluateAll((rules) => rules.map((rule) => (rule as HTMLElement).dataset['rule']))
    await own.page.fill('input[name=next]', 'guanlan')
    expect(await ticked()).toEqual(['contains-name'])
    await own.page.fill('input[name=next]', 'Guanlan-Own-2027')
    expect(await ticked()).toEqual(['too-short', 'too-simple', 'contains-name'])
    await own.page.fill('input[name=again]', 'Guanlan-Own-2027')
    expect(await ticked()).toHaveLength(4)
    await own.page.click('form button[type=submit]')
    await own.page.waitForURL(/view\/450100|signin/)
    if (own.page.url().includes('signin')) await signIn(own.page, 'wang.min', 'Guanlan-Own-2027')
    await own.page.waitForURL(/view\/450100/)
    await own.close()

    for (const role of ['leader', 'supervisor', 'manager', 'auditor', 'unit-user', 'wall'] as const)
      expect((await wall.server.request(role, 'POST', '/api/accounts', { name: 'x.y', displayName: 'x', role: 'leader', responsible: 'x', scope: { kind: 'region', region: '450000' } })).status, role).toBe(403)
    expect((await wall.server.request(null, 'POST', '/api/accounts', {})).status).toBe(401)
  })

  it('[GX-31] a manager hands a unit’s account to its responsible person, and the unit signs in with it', async () => {
    const { access } = wall.server.running
    await access.accounts.seedUnits(await access.scopes.units())
    const { page, close } = await wall.open({ account: 'manager-city', path: '/work/management/accounts' })
    await page.selectOption('select[name=handedOver]', 'no')
    await page.locator('[role=row]', { hasText: '待移交' }).first().click()
    const name = await page.locator('[data-account]').getAttribute('data-account')
    await page.fill('input[name=responsible]', '韦红梅')
    await page.fill('input[name=phone]', '0771-2800123')
    await page.click('[data-act=responsible]')
    const issued = (await page.locator('.issued .secret').innerText()).trim()
    await expect.poll(() => page.locator('.card').innerText(), { timeout: SLOW_MS }).toContain('韦红梅 0771-2800123')
    await close()
    const own = await wall.open({ account: null, path: '/signin' })
    await signIn(own.page, name ?? '', issued)
    await own.page.waitForURL(/password/)
    await own.close()
  })

  it('[GX-28] an auditor reads who did what and when, how often, and what is out of the ordinary', async () => {
    expect((await wall.server.request('leader', 'GET', '/api/accounts')).status).toBe(403)
    const { id } = (await wall.server.database.pool.query('select id from people order by id limit 1')).rows[0]
    for (let i = 0; i < 21; i++) expect((await wall.server.request('manager', 'POST', '/api/unmask', { kind: 'person', id, reason: '核对人员' })).status).toBe(200)
    const { page, close } = await wall.open({ account: 'auditor', path: '/work/supervision/audit' })
    const report = (title: string): Promise<string> => page.locator(`section.panel[aria-label="${title}"]`).innerText()
    await expect.poll(() => page.locator('[role=row] [title="session.sign-in"]').count(), { timeout: SLOW_MS }).toBeGreaterThan(0)
    await expect.poll(() => report('访问统计'), { timeout: SLOW_MS }).toMatch(/manager\s+查看姓名\s+成功\s+21/)
    await page.click('[data-tab=notable]')
    await expect.poll(() => report('异常访问'), { timeout: SLOW_MS }).toMatch(/manager\s+一小时内查看脱敏信息 21 次/)
    await close()
  })

  it('an auditor filters the log, verifies its chain, is told where it breaks, and exports what is shown', async () => {
    const { page, close } = await wall.open({ account: 'auditor', path: '/work/supervision/audit' })
    await expect.poll(() => page.locator('[role=row]').count(), { timeout: SLOW_MS }).toBeGreaterThan(3)
    await page.fill('input[name=event]', 'session.sign-in')
    await page.selectOption('select[name=outcome]', 'ok')
    await page.click('form button[type=submit]')
    await expect.poll(() => page.locator('[role=row] [title="session.sign-in"]').count(), { timeout: SLOW_MS }).toBeGreaterThan(0)
    await page.click('[data-act=verify]')
    await page.waitForSelector('[data-whole=true]')
    await page.click('[data-tab=notable]')
    await page.click('[data-tab=anchors]')
    const [download] = await Promise.all([page.waitForEvent('download'), page.click('[data-act=export]')])
    expect(download.suggestedFilename()).toBe('guanlan-audit.csv')
    const above = openDatabase(wall.server.database.adminUrl, () => undefined, 1)
    const touch = (change: string) => above.pool.query(`set session_replication_role = replica; update audit set detail = ${change} where id = 2; set session_replication_role = origin`)
    const { rows } = await above.pool.query('select detail from audit where id = 2')
    await touch("'another'")
    await page.click('[data-act=verify]')
    await page.waitForSelector('[data-whole=false]')
    expect(await page.locator('li[data-row="2"]').innerText()).toContain('第 2 行被改动')
    await touch(rows[0].detail === null ? 'null' : `'${rows[0].detail}'`)
    await above.close()
    await close()
  })

  it('a manager sees what is in quarantine, masked, and opens one against a reason', async () => {
    await makeQuarantine(wall.server.database.db).add([{ source: 'by-hand', collection: 'people', recordId: 'q-1', field: 'name', reason: 'expected a text; found {"full":"张三丰"}', body: null, region: null }], Date.now())
    const { page, close } = await wall.open({ account: 'manager', path: '/work/management/quarantine' })
    await page.selectOption('select[name=source]', 'by-hand')
    await page.locator('[role=row]', { hasText: 'q-1' }).first().click()
    expect(await page.locator('[data-found]').innerText()).toBe('{"full":"张**"}')
    await page.fill('input[name=reason]', '核对原文')
    await page.locator('form[data-chosen] button[type=submit]').click()
    await expect.poll(() => page.locator('[data-found]').innerText(), { timeout: SLOW_MS }).toBe('{"full":"张三丰"}')
    await close()
    expect((await wall.server.request('auditor', 'GET', '/api/audit?event=unmask.quarantine')).body.rows[0]).toMatchObject({ account: 'manager', detail: '核对原文' })
  })

  it('shows where one is signed in, and signs out there; a page that was ended says why', async () => {
    const first = await wall.open({ account: 'security', path: '/work/management/accounts' })
    const second = await wall.open({ account: 'security', path: '/sessions' })
    await expect.poll(() => second.page.locator('li').count(), { timeout: SLOW_MS }).toBeGreaterThanOrEqual(2)
    expect(await second.page.locator('li[data-current=true]').innerText()).toMatch(/^node\s+127\.0\.0\.1/)
    await second.page.click('[data-act=end-others]')
    await expect.poll(() => second.page.locator('li').count(), { timeout: SLOW_MS }).toBe(1)
    await first.page.fill('input[name=find]', 'x')
    await first.page.waitForURL(/signin/)
    expect(await first.page.locator('form [role=status]').innerText()).toBe('此会话已被结束')
    await first.close()
    await second.close()
  })

  it('warns a minute before an idle end, and staying is one touch away', async () => {
    const { page, close } = await wall.open({ account: 'operator', path: '/work/management/walls' })
    await page.waitForSelector('main.work .panel')
    await wall.server.database.pool.query(`update sessions set acted_at = acted_at - 29 * 60000 - 30000 where account = 'test-operator'`)
    await page.reload()
    await page.waitForSelector('[data-notice=idle]')
    await page.click('[data-notice=idle] button')
    await page.waitForSelector('[data-notice=idle]', { state: 'detached' })
    await wall.server.database.pool.query(`update sessions set acted_at = acted_at - 31 * 60000 where account = 'test-operator'`)
    await page.reload()
    await page.waitForURL(/signin/)
    await close()
  })

  it('[SC-17] says from two weeks before when the password is due, asks for another at 90 days, and for a sign-in after twelve hours', async () => {
    await wall.server.database.pool.query(`update accounts set password_at = password_at - 80 * 86400000::bigint where id = 'test-operator'`)
    const { page, close } = await wall.open({ account: 'operator', path: '/work/management/walls' })
    await page.waitForSelector('[data-notice=password]')
    expect(await page.locator('[data-notice=password]').innerText()).toContain('10 天后到期')
    await page.click('[data-notice=password] .primary')
    await page.waitForURL(/password/)
    await wall.server.database.pool.query(`update sessions set created_at = created_at - 12 * 3600000 - 60000 where account = 'test-operator'`)
    await page.goto(`${wall.server.url}/work/management/walls`)
    await page.waitForURL(/signin/)
    await wall.server.database.pool.query(`update accounts set password_at = password_at - 10 * 86400000::bigint where id = 'test-operator'`)
    await signIn(page, 'operator', TEST_PASSWORD)
    await page.waitForURL(/password/)
    await wall.server.database.pool.query(`update accounts set password_at = password_at + 90 * 86400000::bigint where id = 'test-operator'`)
    await close()
  })

  it('the operator sees the walls by their place and ends one, whose screen goes to the sign-in page', async () => {
    const { code } = (await wall.server.request('operator', 'POST', '/api/pairings', { label: '三楼大厅', scope: { kind: 'region', region: '450100' } })).body
    const screen = await wall.open({ account: null, path: `/pair?code=${code}` })
    await screen.page.waitForURL(/\/view\/450100/)
    const { page, close } = await wall.open({ account: 'operator', path: '/work/management/walls' })
    const row = page.locator('[role=row]', { hasText: '三楼大厅' })
    expect(await row.innerText()).toContain('南宁市')
    await row.locator('[data-act=end-wall]').click()
    await row.locator('[data-act=end-wall]').click()
    await expect.poll(() => row.innerText(), { timeout: SLOW_MS }).toContain('已结束')
    await screen.page.waitForURL(/signin/)
    await close()
    await screen.close()
  })

  it('says that a password is wrong, locks after too many, and a sign-out ends the session', async () => {
    const { page, context, close } = await wall.open({ account: null, path: '/signin' })
    await signIn(page, 'auditor', 'Wrong-Password-1')
    await expect.poll(() => page.locator('[role=alert]').innerText(), { timeout: SLOW_MS }).toContain('账号或密码不正确')
    await signIn(page, 'auditor', TEST_PASSWORD)
    await page.waitForURL(/work\/supervision/)
    await page.locator('header button').last().click()
    await page.click('[data-action=sign-out]')
    await page.waitForURL(/signin/)
    expect((await context.request.get(`${wall.server.url}/api/regions`)).status()).toBe(401)
    for (let i = 0; i < 12; i++) await wall.server.request(null, 'POST', '/api/session', { name: 'auditor', password: `Wrong-Password-${i}` })
    await signIn(page, 'auditor', TEST_PASSWORD)
    await expect.poll(() => page.locator('[role=alert]').innerText(), { timeout: SLOW_MS }).toContain('锁定')
    await close()
  })
})

describe('the three platforms', () => {
  it('[GX-09] 管理平台, 用户平台 and 监督平台 stand in the menu of the roles they are made for', async () => {
    const expected = { manager: ['wall', 'management'], 'manager-city': ['wall', 'management'], 'unit-user': ['wall', 'user'], supervisor: ['wall', 'supervision'], operator: ['management'], security: ['management'] } as const
    for (const [role, platforms] of Object.entries(expected)) {
      const { page, close } = await wall.open({ account: role as keyof typeof expected, path: `/work/${platforms.at(-1)}` })
      await page.waitForSelector('main.work nav button')
      expect(await menu(page), role).toEqual(platforms)
      expect(await page.locator('main.work [data-state="error"]').count()).toBe(0)
      await close()
    }
  })

  it('[GX-24] 监督平台 shows 房地产概况, 统计分析, 数据台账 and 超标预警 with their figures', async () => {
    const { page, close } = await wall.open({ account: 'supervisor', path: '/work/supervision' })
    await page.waitForSelector('main.work nav button')
    const titles = await page.locator('main.work nav button').allInnerTexts()
    for (const title of ['房地产概况', '统计分析', '数据台账', '超标预警']) {
      expect(titles).toContain(title)
      await page.locator('main.work nav button', { hasText: title }).click()
      await page.waitForSelector('main.work .panel[data-state="ready"]')
      expect((await page.locator('main.work .panel .body').first().innerText()).match(/\d/)).not.toBeNull()
    }
    await close()
  })

  it('统计分析 ranks every part by the six indices and compares any two', async () => {
    const { page, close } = await wall.open({ account: 'supervisor', path: '/work/supervision/statistics' })
    await page.waitForSelector('main.work .panel[data-state="ready"] table')
    const selects = page.locator('main.work select')
    await selects.nth(0).selectOption('450100')
    await selects.nth(1).selectOption('450200')
    const rows = await page.locator('main.work section table tr').allInnerTexts()
    expect(rows.length).toBeGreaterThanOrEqual(6)
    expect(rows.find((row) => row.startsWith('人均面积指数'))?.match(/\d+\.\d/g)?.length).toBe(3)
    await close()
  })
})

describe('one platform', () => {
  const openScene = async (scene: string) => {
    const screen = await wall.open({ account: 'manager', path: `/view/450000?scene=${scene}`, size: [1920, 1080] })
    await screen.page.waitForSelector('.host[data-engine="map"] canvas', { state: 'attached' })
    return screen
  }
  const shown = (page: Page): Promise<string[]> => page.locator('[data-panel]:has(.panel[data-state="ready"])').evaluateAll((hosts) => hosts.map((host) => (host as HTMLElement).dataset['panel'] ?? ''))

  it('[DT-04] [DT-05] [DT-24] 房地产, 公务用车 and 能耗 are three nets of one platform, each over the one map of the region', async () => {
    const { page, close } = await openScene('housing')
    for (const [scene, panels] of Object.entries({ housing: ['housing-overview', 'over-standard', 'certificates'], vehicles: ['vehicle-status', 'vehicle-figures'], energy: ['energy-summary', 'energy-load'] })) {
      if (scene !== 'housing') {
        await page.locator('b[data-scene]').click()
        await page.locator(`[data-scene-id="${scene}"]`).click()
      }
      await eventually(() => shown(page), (ids) => panels.every((id) => ids.includes(id)))
      expect(await page.locator('[aria-current="page"]').innerText(), scene).toBe('广西壮族自治区')
      expect(await page.locator('.host[data-engine="map"] canvas').count(), scene).toBeGreaterThan(0)
    }
    await close()
  }, 240_000)

  it('[DT-09] [GX-04] one page shows the data of all three, 处 and 张 among them, as the house counts them', async () => {
    const { page, close } = await openScene('overview')
    await eventually(() => shown(page), (ids) => ['housing-overview', 'energy-load', 'vehicle-status'].every((id) => ids.includes(id)))
    const { buildings, plans } = (await wall.server.request('manager', 'GET', '/api/overview?region=450000')).body
    const card = async (label: string): Promise<string> => {
      const value = page.locator('[data-panel="housing-overview"] .why-figure', { hasText: label }).locator('.value')
      return `${(await value.locator('[aria-hidden]').innerText()).replaceAll(',', '')}${await value.locator('small').innerText()}`
    }
    expect([await card('办公用房'), await card('平面图')]).toEqual([`${buildings}处`, `${plans}张`])
    await close()
  })

  it('[ZJ-21] the big screen ranks, finds, gives reasons, and moves: 统计分析, 综合查询, 决策支持, 动态可视化', async () => {
    const { page, close } = await openScene('overview')
    await eventually(() => page.locator('[data-panel="index-ranking"]').innerText(), (text) => /\d/.test(text))
    await page.click('.legend-card .value')
    for (const part of ['公式', '依据', '由此得出']) expect(await page.locator('.why-card').innerText()).toContain(part)
    await page.keyboard.press('Escape')
    const before = (await page.locator('[data-panel="vehicle-status"]').innerText()) + (await page.locator('header time').first().innerText())
    await eventually(async () => (await page.locator('[data-panel="vehicle-status"]').innerText()) + (await page.locator('header time').first().innerText()), (now) => now !== before)
    await page.keyboard.press('/')
    await page.fill('input[type=search]', '青秀区')
    await page.locator('#search-hits button', { hasText: '青秀区' }).first().click()
    await page.waitForURL(/view\/450103/)
    await close()
  })
})

describe('languages', () => {
  it('in English the controls have no Chinese word left; names of places stay as they are', async () => {
    const { page, close } = await wall.open({ account: 'manager', path: '/view/450000?lang=en' })
    await settled(page)
    await eventually(() => page.locator('.panel[data-state="ready"]').count(), (count) => count >= 5)
    const left = await page.evaluate(() => {
      const words: string[] = []
      for (const element of document.querySelectorAll<HTMLElement>('header.top button, header.top h1, .panel h2, .legend-card h2, .legend-card .source, .strip h2, .label, [aria-label], [title], [placeholder]')) {
        if (element.matches('[data-alert], .strip .alert, .alerts *')) continue
        const own = [element.getAttribute('aria-label'), element.getAttribute('title'), element.getAttribute('placeholder')]
        if (element.matches('button, h1, h2, .source, .label')) own.push(element.innerText)
        words.push(...own.filter((word): word is string => word !== null && word !== '' && /[\u4e00-\u9fff]/.test(word)))
      }
      return words
    })
    const names = (await wall.server.request('manager', 'GET', '/api/regions')).body.regions.map((region: { name: string }) => region.name) as string[]
    const chrome = left.map((word) => names.reduce((rest, name) => rest.replaceAll(name, ''), word)).filter((word) => /[\u4e00-\u9fff]/.test(word))
    expect(chrome).toEqual([])
    await close()
  })
})

describe('all of it', () => {
  it('[ZJ-63] asks no host but its own server, and breaks no policy of its own', () => {
    expect(wall.outside()).toEqual([])
    expect(wall.faults(REFUSED)).toEqual([])
  })
})
