const zh = { rate: '办证率', missing: '未办证面积' }
const en: typeof zh = { rate: 'Certified', missing: 'Not certified' }
export default { zh, en }
