import { hashText } from '../../projections/parts/columns.ts'
import { layer } from '../layer.ts'

/** 名称: the picture's one sheet of names, of all layers that are shown. */
export default layer({
  id: 'labels',
  parts: { labels: { zh: '名称', en: 'Names' } },
  level: Infinity,
  draw: ({ textPx }, _data, names) => {
    const labels = names()
    if (labels.length === 0) return []
    return [
      {
        id: 'labels',
        kind: 'labels',
        visible: true,
        pickable: false,
        version: hashText(JSON.stringify(labels)),
        labels,
        sizePx: textPx,
      },
    ]
  },
})
