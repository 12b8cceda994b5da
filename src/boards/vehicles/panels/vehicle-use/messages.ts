const zh = {
  rate: '车辆使用率',
  fleet: '在册车辆',
  days: '出车天数',
  u: '辆',
  d: '天',
  low: '使用率最低',
  none: '没有下级',
}
const en: typeof zh = {
  rate: 'Use rate',
  fleet: 'Vehicles',
  days: 'Days out',
  u: '',
  d: '',
  low: 'Least used',
  none: 'No parts',
}
export default { zh, en }
