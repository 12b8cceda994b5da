const zh = {
  today: '今日用电',
  month: '本月用电',
  year: '本年用电',
  coal: '能耗',
  carbon: '本年碳排放',
  quota: '定额已用',
  verdicts: '近十二月单耗对照定额(等价值)',
  verdictWhy: '定额对照',
  todayFormula: '各楼总表今日零时起用电之和',
  monthFormula: '本月已结束各日(平台逐日用电或表计)与今日之和',
  source: '能耗平台逐日用电与实时读数;《公共机构节能条例》第十四条',
  verdictFormula:
    '近十二个月 Σ(电、气、冷及其他燃料 × 等价系数,电 0.31 kgce/kWh,不含供暖与特殊用电) ÷ 建筑面积,≤引导值 先进,≤基准值 良好,≤约束值 达标,其余 超定额',
  verdictSource:
    '参照《党政机关能源消耗定额标准》DB37/T 2672-2019 表1、附录B(按机构等级,A 类地区);本区未见发布,可替换',
  overruns: '预计年内超定额',
  unit: '栋',
  unknown: '无数据',
}
const en: typeof zh = {
  today: 'Today',
  month: 'Month',
  year: 'Year',
  coal: 'Energy',
  carbon: 'Carbon',
  quota: 'Of quota',
  verdicts: '12 months against quotas (equal value)',
  verdictWhy: 'Against the quotas',
  todayFormula: "sum of the buildings' main meters since midnight",
  monthFormula: "finished days of the month (platform's days or meters) and today",
  source: 'days and readings of the energy platform; Energy Regulation art. 14',
  verdictFormula:
    '12 months Σ(electricity, gas, cold, other fuels × equal value, a kWh at 0.31 kgce, without heating and special use) ÷ building area; ≤ guide: advanced, ≤ benchmark: good, ≤ constraint: within, else over',
  verdictSource:
    'reference: Shandong DB37/T 2672-2019 table 1, annex B (by organ level, zone A); the province has published none that was seen',
  overruns: 'Expected over quota this year',
  unit: 'bldgs',
  unknown: 'no data',
}
export default { zh, en }
