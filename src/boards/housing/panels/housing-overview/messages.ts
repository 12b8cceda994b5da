const zh = { buildings: '办公用房', plans: '平面图', rooms: '房间', desks: '工位', usable: '使用面积', over: '超标', idle: '闲置', departments: '管理部门', users: '使用单位', p: '处', s: '张', r: '间', u: '家', d: '个' }
const en: typeof zh = { buildings: 'Properties', plans: 'Drawings', rooms: 'Rooms', desks: 'Desks', usable: 'Usable area', over: 'Over limit', idle: 'Idle', departments: 'Departments', users: 'Units', p: '', s: '', r: '', u: '', d: '' }
export default { zh, en }
