const zh = {
  name: '地区 / 办公区',
  buildings: '办公用房(处)',
  plans: '平面图(张)',
  rooms: '房间',
  gross: '建筑面积 m²',
  usable: '使用面积 m²',
  certified: '办证率',
  missing: '未办证 m²',
  people: '实有人数',
  shown: '{n} 行,合计等于本级',
  total: '合计',
}
const en: typeof zh = {
  name: 'Region / compound',
  buildings: 'Properties',
  plans: 'Drawings',
  rooms: 'Rooms',
  gross: 'Building area m²',
  usable: 'Usable area m²',
  certified: 'Certified',
  missing: 'Uncertified m²',
  people: 'People',
  shown: '{n} rows; the total equals the parent',
  total: 'Total',
}
export default { zh, en }
