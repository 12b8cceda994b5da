import { number, percent, UNITS } from '../../fields.ts'
import { own, text, type Shape } from '../shape.ts'
import { minutes } from './minutes.ts'

export const OVERLAP_SHAPES: Record<string, Shape> = {
  step: {
    name: text('轨迹取点间距', "Distance between a track's points"),
    fields: [number('overlap.stepM', [100, 100], { unit: UNITS.metres })],
    citation: own('轨迹重叠率'),
    locked: text(
      '已存轨迹按此间距保存,改动须重读全部轨迹',
      'Tracks are kept at this distance; another would need all of them read again',
    ),
    feeds: ['vehicle-overlap'],
  },
  near: {
    name: text('两点相距以内为同路', 'Points so near run together'),
    fields: [number('overlap.nearM', [20, 1000], { unit: UNITS.metres })],
    citation: own('轨迹重叠率'),
    feeds: ['vehicle-overlap'],
  },
  heading: {
    name: text('方向差', 'Difference of heading'),
    fields: [number('overlap.headingDeg', [5, 180], { unit: UNITS.degrees })],
    citation: own('轨迹重叠率'),
    feeds: ['vehicle-overlap'],
  },
  starts: {
    name: text('出车时间相差', 'Starts within'),
    fields: minutes('overlap.startsWithinMs', [5, 120]),
    citation: own('轨迹重叠率'),
    feeds: ['vehicle-overlap'],
  },
  destination: {
    name: text('目的地相距', 'Destinations within'),
    fields: [number('overlap.destinationM', [50, 5000], { unit: UNITS.metres })],
    citation: own('轨迹重叠率'),
    feeds: ['vehicle-overlap'],
  },
  share: {
    name: text('两程各自的重叠占比', 'Shared part of both trips'),
    fields: [percent('overlap.share', [10, 100])],
    citation: own('轨迹重叠率'),
    feeds: ['vehicle-overlap'],
  },
}
