const zh = { figures: '双费双率', indices: '五项指数', orders: '派车单', findings: '台账问题', whole: '范围', newest: '最近一月', counties: '全部县级', children: '下级', units: '使用单位' }
const en: typeof zh = { figures: 'Costs and rates', indices: 'Five indices', orders: 'Orders', findings: 'Findings', whole: 'Scope', newest: 'Newest month', counties: 'All counties', children: 'Parts', units: 'Units' }
export default { zh, en }
