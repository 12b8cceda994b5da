const zh = {
  none: '院内没有办公楼',
  noFloors: '{building}没有楼层数据',
  shared: '公用',
  idle: '闲置',
  floor: '楼层',
  usable: '使用面积',
  units: '单位',
  total: '合计',
  over: '超标',
  open: '打开{building} {floor}',
  office: '{area} / {limit} m²',
  ofNow: '本楼办公室使用面积 / 核定面积',
}
const en: typeof zh = {
  none: 'No office building in this compound',
  noFloors: 'No floors of {building} are on file',
  shared: 'Shared',
  idle: 'Idle',
  floor: 'Floor',
  usable: 'usable area',
  units: 'Units',
  total: 'Total',
  over: 'Over',
  open: 'Open {building}, {floor}',
  office: '{area} / {limit} m²',
  ofNow: 'offices in this building / approved',
}
export default { zh, en }
