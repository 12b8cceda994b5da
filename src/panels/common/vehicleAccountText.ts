const zh = { title: '单车核算', recent: '近两月', per100: '百公里油耗/电耗', norm: '核定', cost100: '百公里费用', orders: '派车单与三方校核' }
const en: typeof zh = { title: 'Vehicle account', recent: 'two months', per100: 'Per 100 km', norm: 'norm', cost100: 'Cost per 100 km', orders: 'Orders and verdicts' }
export default { zh, en }
