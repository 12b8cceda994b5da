const zh = { all: '全部', housing: '办公用房', vehicle: '公务用车', energy: '节能', data: '数据' }
const en: typeof zh = { all: 'All', housing: 'Offices', vehicle: 'Vehicles', energy: 'Energy', data: 'Data' }
export default { zh, en }
