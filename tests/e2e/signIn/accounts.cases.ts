import { describe, expect, it } from 'vitest'
import { choose, offered } from '../../builders/screen/browser.ts'
import { eventually, sceneColours, settled, SLOW_MS } from '../../builders/screen/wall.ts'
import { wall } from '../present.ts'
import { signIn } from './signIn.ts'

describe('a wall is paired', () => {
  it('[SC-34] a one-time link opens the overview with its map, names and panels, without a fault, and works once', async () => {
    const { code } = (
      await wall.server.request('operator', 'POST', '/api/pairings', {
        label: 'hall',
        scope: { kind: 'region', region: '450000' },
      })
    ).body
    const { page, faults, close } = await wall.open({
      account: null,
      path: `/pair?code=${code}`,
      size: [1920, 1080],
      picture: true,
    })
    await page.waitForURL(/\/view\/450000/)
    expect(page.url()).not.toContain(code)
    await settled(page)
    await eventually(
      () => page.locator('.panel[data-state="ready"]').count(),
      (count) => count >= 5,
    )
    expect(await page.locator('[aria-current="page"]').innerText()).toBe('广西壮族自治区')
    expect((await sceneColours(page)).size).toBeGreaterThan(20)
    expect(faults).toEqual([])
    await close()
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
    await choose(page, 'role', 'supervisor')
    await choose(page, 'region', '450100')
    expect(await offered(page, 'role')).toEqual([
      '安全管理员',
      '领导',
      '监督人员',
      '管理人员',
      '使用单位用户',
    ])
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
    const ticked = () =>
      own.page
        .locator('[data-rule][data-holds=true]')
        .evaluateAll((rules) => rules.map((rule) => (rule as HTMLElement).dataset['rule']))
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
      expect(
        (
          await wall.server.request(role, 'POST', '/api/accounts', {
            name: 'x.y',
            displayName: 'x',
            role: 'leader',
            responsible: 'x',
            scope: { kind: 'region', region: '450000' },
          })
        ).status,
        role,
      ).toBe(403)
    expect((await wall.server.request(null, 'POST', '/api/accounts', {})).status).toBe(401)
  })
})

describe('signing in', () => {
  it('[GX-31] a manager hands a unit’s account to its responsible person, and the unit signs in with it', async () => {
    const { access } = wall.server.running
    await access.accounts.seedUnits(await access.scopes.units())
    const { page, close } = await wall.open({ account: 'manager-city', path: '/work/management/accounts' })
    await choose(page, 'handedOver', 'no')
    await page.locator('[role=row]', { hasText: '待移交' }).first().click()
    const name = await page.locator('[data-account]').getAttribute('data-account')
    await page.fill('input[name=responsible]', '韦红梅')
    await page.fill('input[name=phone]', '0771-2800123')
    await page.click('[data-act=responsible]')
    const issued = (await page.locator('.issued .secret').innerText()).trim()
    await expect
      .poll(() => page.locator('.card').innerText(), { timeout: SLOW_MS })
      .toContain('韦红梅 0771-2800123')
    await close()
    const own = await wall.open({ account: null, path: '/signin' })
    await signIn(own.page, name ?? '', issued)
    await own.page.waitForURL(/password/)
    await own.close()
  })

  it('[GX-26] [GX-28] an auditor reads who did what and when, how often, and what is out of the ordinary', async () => {
    expect((await wall.server.request('leader', 'GET', '/api/accounts')).status).toBe(403)
    expect((await wall.server.request('manager-city', 'GET', '/api/places/450000')).status).toBe(404)
    const { id } = (await wall.server.database.pool.query('select id from people order by id limit 1'))
      .rows[0]
    for (let i = 0; i < 21; i++)
      expect(
        (
          await wall.server.request('manager', 'POST', '/api/unmask', {
            kind: 'person',
            id,
            reason: '核对人员',
          })
        ).status,
      ).toBe(200)
    const { page, close } = await wall.open({ account: 'auditor', path: '/work/supervision/audit' })
    const report = (title: string): Promise<string> =>
      page.locator(`section.panel[aria-label="${title}"]`).innerText()
    await expect
      .poll(() => page.locator('[role=row] [title="session.sign-in"]').count(), { timeout: SLOW_MS })
      .toBeGreaterThan(0)
    await expect
      .poll(() => report('访问统计'), { timeout: SLOW_MS })
      .toMatch(/manager\s+查看姓名\s+成功\s+21/)
    const logged = page.locator(
      '[role=table][aria-label="审计日志"] [role=row]:has([title="session.sign-in"])',
    )
    expect(await logged.first().innerText()).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\s+[a-z-]+\s/)
    await page.click('[data-tab=notable]')
    await expect
      .poll(() => report('异常访问'), { timeout: SLOW_MS })
      .toMatch(/manager\s+一小时内查看脱敏信息 21 次/)
    await close()
  })
})
