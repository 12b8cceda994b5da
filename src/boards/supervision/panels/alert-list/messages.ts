const zh = {
  all: '全部',
  housing: '用房',
  vehicle: '用车',
  energy: '节能',
  data: '数据',
  none: '此处没有待处理的预警',
}
const en: typeof zh = {
  all: 'All',
  housing: 'Offices',
  vehicle: 'Fleet',
  energy: 'Energy',
  data: 'Data',
  none: 'Nothing to act on here',
}
export default { zh, en }
