const zh = { budget: '预算线', actual: '实际', projection: '预测', chart: '本年定额燃尽:预算、实际、预测', month: '{n}月', end: '年末预测', over: '预计 {day} 超定额', inside: '预计年内不超定额', noQuota: '平台未给出定额', spared: '较定额', title: '定额燃尽' }
const en: typeof zh = { budget: 'Budget', actual: 'Used', projection: 'Projected', chart: 'The year\'s quota: budget, used, projected', month: '{n}', end: 'Projected year\'s end', over: 'Over quota on {day}', inside: 'Within the quota at year\'s end', noQuota: 'The platform gave no quota', spared: 'Against quota', title: 'Quota burn-down' }
export default { zh, en }
