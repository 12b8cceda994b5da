/** Words of the five indices. */
const zh = {
  indexSource: '指数名称见浙江省机关事务数字化标准 6.4.3.4;公式与权重未公开,为本系统口径',
  indexFormula: '各分项按固定标尺(本系统口径,可在口径参数中修订)折成 0–100,再按权重加权;无数据的分项不计入',
  scale: '{zero} 得 0 分,{full} 得 100 分',
  partOf: '{value} · n = {n} → {score}',
  partUnknown: '该月无数据,不计入',
  'part-km': '公里',
  'part-trips': '次',
  'part-min': '分钟',
  'part-yuan': '元',
  'part-points': '分',
  radar: '五项指数雷达图',
  compare: '对比',
  with: '与',
  change: '较上月',
  ofPeers: '{rank} / {n}',
  weight: '权重',
  score: '得分',
}
const en: typeof zh = {
  indexSource:
    "Named in Zhejiang's standard, 6.4.3.4; formulas and weights are not public and are this system's own",
  indexFormula:
    'each part is set to 0–100 on a fixed scale (this system’s own, revised among the parameters), then weighted; parts without data are left out',
  scale: '{zero} scores 0, {full} scores 100',
  partOf: '{value} · n = {n} → {score}',
  partUnknown: 'no data in this month, left out',
  'part-km': 'km',
  'part-trips': 'trips',
  'part-min': 'min',
  'part-yuan': 'CNY',
  'part-points': 'points',
  radar: 'Five indices, radar',
  compare: 'Compare',
  with: 'with',
  change: 'to last month',
  ofPeers: '{rank} of {n}',
  weight: 'Weight',
  score: 'Score',
}
export default { zh, en }
