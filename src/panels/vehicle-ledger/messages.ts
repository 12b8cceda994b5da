const zh = { figures: '双费双率', indices: '五项指数', orders: '派车单', findings: '台账问题' }
const en: typeof zh = { figures: 'Costs and rates', indices: 'Five indices', orders: 'Orders', findings: 'Findings' }
export default { zh, en }
