const zh = {
  unit: '使用单位',
  region: '地区',
  role: '类别',
  establishment: '编制',
  people: '实有',
  rooms: '房间',
  usable: '使用面积 m²',
  over: '超标间数',
  idle: '闲置 m²',
  department: '管理部门',
  user: '使用单位',
  find: '按单位名称筛选',
}
const en: typeof zh = {
  unit: 'Unit',
  region: 'Region',
  role: 'Kind',
  establishment: 'Establishment',
  people: 'People',
  rooms: 'Rooms',
  usable: 'Usable area m²',
  over: 'Offices over',
  idle: 'Idle m²',
  department: 'Department',
  user: 'User',
  find: 'Filter by name',
}
export default { zh, en }
