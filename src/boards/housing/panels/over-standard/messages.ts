const zh = {
  list: '清单',
  rooms: '超标办公室',
  area: '超标面积',
  idleLong: '长期闲置',
  places: '红黄预警',
  none: '没有超标预警',
  above: '预警按县汇总,见所属县',
  r: '间',
  n: '项',
}
const en: typeof zh = {
  list: 'List',
  rooms: 'Offices over',
  area: 'Area over',
  idleLong: 'Long idle',
  places: 'Warnings',
  none: 'Nothing over standard',
  above: 'Warnings are grouped by county: see the county',
  r: '',
  n: '',
}
export default { zh, en }
