const zh = {
  name: '地区 / 办公区',
  compare: '对比',
  with: '与',
  pick: '选择一处',
  none: '没有下级',
  whole: '整体',
  measure: '指标',
  difference: '差',
  chart: '两处指标对比',
  sort: '按此排序',
}
const en: typeof zh = {
  name: 'Region / compound',
  compare: 'Compare',
  with: 'with',
  pick: 'Choose a place',
  none: 'No parts',
  whole: 'Whole',
  measure: 'Index',
  difference: 'Difference',
  chart: 'Two places compared',
  sort: 'Sort by this',
}
export default { zh, en }
