const zh = { complete: '完整性', accurate: '准确性', fresh: '时效性', records: '项' }
const en: typeof zh = { complete: 'Complete', accurate: 'Accurate', fresh: 'Timely', records: 'items' }
export default { zh, en }
