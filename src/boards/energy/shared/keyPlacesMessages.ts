const zh = {
  today: '今日',
  eue: '机房 EUE',
  eueWhy: '机房 EUE = 机房总用电 ÷ IT 设备用电',
  none: '未分项计量',
  formula: '该部位分项表今日用量之和',
  eueSource: 'DB37/T 2672-2019 表5:约束 2.2、基准 1.8、引导 1.4',
  meters: '计量表',
}
const en: typeof zh = {
  today: 'today',
  eue: 'EUE',
  eueWhy: 'EUE = all of the machine room ÷ its IT equipment',
  none: 'no sub-meter',
  formula: "sum of the place's sub-meters today",
  eueSource: 'DB37/T 2672-2019 table 5: constraint 2.2, benchmark 1.8, guide 1.4',
  meters: 'Meters',
}
export default { zh, en }
