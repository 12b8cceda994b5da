const zh = { complete: '完整性', accurate: '准确性', fresh: '时效性' }
const en: typeof zh = { complete: 'Complete', accurate: 'Accurate', fresh: 'Timely' }
export default { zh, en }
