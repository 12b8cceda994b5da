// @vitest-environment happy-dom
import { afterAll, describe, expect, it } from 'vitest'
import { spelled } from '../../../src/i18n/latin/spelling.ts'
import { useAlertsStore, useLedgerStore } from '../../../src/state/stores/index.ts'
import { makeStage, speak } from '../../builders/mount/stage.ts'

describe('a Chinese name in English', () => {
  it.each([
    ['南宁市', 'Nanning'],
    ['广西壮族自治区', 'Guangxi'],
    ['青秀区', 'Qingxiu Dist.'],
    ['西乡塘区', 'Xixiangtang Dist.'],
    ['城中区', 'Chengzhong Dist.'],
    ['藤县', 'Teng County'],
    ['恭城瑶族自治县', 'Gongcheng Yao County'],
    ['都安瑶族自治县', "Du'an Yao County"],
    ['南宁市机关事务管理局', 'Nanning Government Affairs Bureau'],
    ['青秀区教育大道12号大院', 'Qingxiu Dist. Jiaoyu Ave. No. 12 Compound'],
    ['2号楼', 'Bldg. 2'],
    ['西安', "Xi'an"],
    ['自治区财政厅', 'Regional Finance Dept.'],
    ['南宁市教育局', 'Nanning Education Bureau'],
    ['青秀区委办公室', 'Qingxiu Dist. Party Office'],
    ['柳州市人民检察院', "Liuzhou People's Procuratorate"],
    ['江南区医疗保障服务中心', 'Jiangnan Dist. Medical Insurance Service Centre'],
    ['南宁市民族路东20号办公区停车场', 'Nanning Minzu Rd. East No. 20 Offices Car Park'],
    ['新竹街道办事处', 'Xinzhu Subdist. Office'],
    ['青秀区滨江公路2段', 'Qingxiu Dist. Binjiang Highway Sect. 2'],
    ['桂(2018)青秀区不动产权第0001号', '桂(2018)Qingxiu Dist. Real-estate Title No. 0001'],
    ['会议室', 'Meeting room'],
    ['正处级', 'Division chief'],
    ['614 会议室', '614 Meeting room'],
    ['纯电动轿车 · 2.0T', 'electric saloon · 2.0T'],
  ])('%s is %s', (name, english) => expect(spelled(name)).toBe(english))

  it('is written within a sentence, whose other words and plates stay', () => {
    expect(spelled('青秀区: 8 offices over their limit')).toBe('Qingxiu Dist.: 8 offices over their limit')
    expect(spelled('广西壮族自治区本级: 2 people')).toBe('Guangxi (own level): 2 people')
    expect([spelled('桂A·12345'), spelled('桂B***567'), spelled('')]).toEqual(['桂A·12345', '桂B***567', ''])
  })
})

describe('the names of the screen', () => {
  afterAll(() => speak('zh'))
  const isHan = (words: string | null | undefined): boolean => /\p{Script=Han}{2}/u.test(words ?? '')

  it('are spelled in English, also those that were read before, and are their own again in Chinese', async () => {
    await makeStage('full', 'manager')
    const ledger = useLedgerStore()
    const alerts = useAlertsStore()
    const names = (): string[] => [
      ...ledger.regions.map(({ name }) => name),
      ...(ledger.view('450000')?.children ?? []).map(({ name }) => name),
    ]
    const before = names()
    expect([before.length > 2, before.some(isHan), ledger.regions.length > 0]).toEqual([true, true, true])
    await speak('en')
    expect(names().filter(isHan)).toEqual([])
    expect(alerts.alerts.filter(({ placeName }) => isHan(placeName))).toEqual([])
    await ledger.loadView('450000')
    expect(names().filter(isHan)).toEqual([])
    await speak('zh')
    expect(names()).toEqual(before)
  })
})
