// @vitest-environment happy-dom
import { mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import { i18n } from '../../../../src/i18n/index.ts'
import ClassLegend from '../../../../src/widgets/legend/ClassLegend.vue'
import WhyMonths from '../../../../src/widgets/why/WhyMonths.vue'

const month = (n: number, value: number | null) => ({ month: `2026-${String(n).padStart(2, '0')}`, value })
const mounted = (props: InstanceType<typeof WhyMonths>['$props']) =>
  mount(WhyMonths, { props, global: { plugins: [i18n] } }).element as Element

describe('the months of a figure', () => {
  it('are a line with a gap where a month was not kept, a dot each, and the line that it is held to', () => {
    const element = mounted({
      points: [month(1, 1.5), month(2, null), month(3, 1.2), month(4, 1.1)],
      now: 1,
      line: 1.5,
      decimals: 1,
      since: '2026-01-01',
    })
    expect(element.querySelectorAll('circle')).toHaveLength(4)
    const path = element.querySelector('path')!.getAttribute('d')!
    expect(path.match(/[ML]/g)).toEqual(['M', 'M', 'L', 'L'])
    const [top, held] = [element.querySelector('circle'), element.querySelector('line')]
    expect(held!.getAttribute('y1')).toBe(top!.getAttribute('cy'))
    expect(element.textContent).toContain('2026-01')
    expect(element.textContent).toContain('3/4 个月有留存 · 本系统自 2026-01-01 起留存')
  })

  it('say how many a platform counted, and since when they are kept here', () => {
    const handed = { ...month(1, 1.5), handed: true }
    const props = { now: 1, line: null, decimals: 1, since: '2026-03-05' }
    expect(mounted({ ...props, points: [handed, { ...handed, month: '2026-02' }] }).textContent).toContain(
      '2/2 个月由平台交来 · 本系统自 2026-03-05 起留存',
    )
    expect(mounted({ ...props, points: [handed, month(2, 1), month(3, 1)] }).textContent).toContain(
      '2/3 个月有留存 · 1/3 个月由平台交来 · 本系统自 2026-03-05 起留存',
    )
  })

  it('all of one value stand level in the middle, and all kept say no more than that', () => {
    const element = mounted({
      points: [month(1, 2), month(2, 2)],
      now: 2,
      line: null,
      decimals: 0,
      since: null,
    })
    expect(new Set([...element.querySelectorAll('circle')].map((dot) => dot.getAttribute('cy')))).toEqual(
      new Set(['17']),
    )
    expect(element.querySelector('line')).toBeNull()
    expect(element.textContent).toContain('2/2 个月有留存')
    expect(element.textContent).not.toContain('起留存')
  })
})

describe('the classes of a legend', () => {
  it('say which one was pressed', async () => {
    const classes = ['良好', '达标'].map((name, i) => ({
      color: '#123456',
      name,
      range: `${i}`,
      count: i,
      text: `${i}`,
    }))
    const legend = mount(ClassLegend, { props: { classes, only: 1 } })
    await legend.find('[data-class="1"]').trigger('click')
    expect(legend.emitted('pick')).toEqual([[1]])
    expect(legend.findAll('button').map((button) => button.attributes('aria-pressed'))).toEqual([
      'false',
      'true',
    ])
  })
})
