import type { LayerSpec } from '../../../../src/shared/scene/layers.ts'

/** The same layers with a first feature whose coordinates are none. */
export const brokenLayers = (layers: readonly LayerSpec[]): readonly LayerSpec[] =>
  layers.map((layer) => {
    if (layer.kind === 'polygons')
      return {
        ...layer,
        geometryVersion: 991,
        polygons: layer.polygons.map((one, i) =>
          i === 0
            ? {
                ...one,
                parts: [
                  [
                    [
                      [Number.NaN, 22],
                      [109, Infinity],
                      [1e300, 23],
                    ],
                  ],
                ],
              }
            : one,
        ),
      }
    if (layer.kind !== 'interior') return layer
    return {
      ...layer,
      geometryVersion: 991,
      floors: layer.floors.map((floor, i) =>
        i === 0
          ? {
              ...floor,
              rooms: floor.rooms.map((room, k) =>
                k === 0
                  ? {
                      ...room,
                      ring: [
                        [Number.NaN, 0],
                        [1, Infinity],
                        [1, 1],
                      ],
                    }
                  : room,
              ),
            }
          : floor,
      ),
    }
  }) as never
