const zh = { rate: '办证率', missing: '未办证面积', unit: '万m²' }
const en: typeof zh = { rate: 'Certified', missing: 'Not certified', unit: '10⁴ m²' }
export default { zh, en }
