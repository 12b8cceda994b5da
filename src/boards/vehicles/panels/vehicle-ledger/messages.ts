const zh = {
  figures: '双费双率',
  indices: '五项指数',
  orders: '派车单',
  uncovered: '有轨迹无单',
  findings: '台账问题',
}
const en: typeof zh = {
  figures: 'Costs and rates',
  indices: 'Five indices',
  orders: 'Orders',
  uncovered: 'Tracks without orders',
  findings: 'Findings',
}
export default { zh, en }
