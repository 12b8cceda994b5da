const zh = {
  none: '院内没有办公楼',
  noFloors: '{building}没有楼层数据',
  over: '超标',
  idle: '闲置',
  shown: '显示 {n}/{all} 层,有问题的先显示',
  open: '打开{building} {floor}',
  plan: '{building} {floor} 平面图',
  days: '{n} 天',
  ofBuilding: '{index}算到楼,不算到房间',
}
const en: typeof zh = {
  none: 'No office building in this compound',
  noFloors: 'No floors of {building} are on file',
  over: 'over',
  idle: 'idle',
  shown: '{n} of {all} floors, those with cases first',
  open: 'Open {building}, {floor}',
  plan: 'Plan of {building}, {floor}',
  days: '{n} d',
  ofBuilding: '{index} is told of a building, not of a room',
}
export default { zh, en }
