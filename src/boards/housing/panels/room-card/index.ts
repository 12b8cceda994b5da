import { panel } from '../../../panel.ts'

export default panel({
  id: 'room-card',
  placement: 'card',
  title: { zh: '房间', en: 'Room' },
  needs: 'view.places',
  selections: ['room', 'workstation'],
  places: [],
  priority: 2,
  load: () => import('./RoomCard.vue'),
})
