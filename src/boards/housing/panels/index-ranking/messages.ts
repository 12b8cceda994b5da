const zh = {
  ranked: '{name}排名',
  all: '全部',
  mean: '整体',
  of: '{n} 个下级',
  none: '没有下级',
  high: '从高到低',
}
const en: typeof zh = {
  ranked: '{name}, ranked',
  all: 'All',
  mean: 'Whole',
  of: '{n} parts',
  none: 'No parts',
  high: 'High to low',
}
export default { zh, en }
