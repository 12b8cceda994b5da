import {
  CameraEventType,
  CesiumWidget,
  Color,
  DirectionalLight,
  EllipsoidTerrainProvider,
  ImageryLayer,
  Ion,
  KeyboardEventModifier,
} from '@cesium/engine'
import type { EngineOptions } from '../SceneEngine.ts'
import { bundledRelief } from './parts/relief.ts'

/** Our base address for Cesium's own files, on this server. */
const CESIUM_BASE = `${import.meta.env.BASE_URL}cesium/`

/** A widget that asks nobody: no ion, no remote imagery or terrain, no sky; it draws only when asked. */
export const makeWidget = (
  container: HTMLElement,
  credits: HTMLElement,
  options: EngineOptions,
): CesiumWidget => {
  Ion.defaultAccessToken = ''
  ;(globalThis as { CESIUM_BASE_URL?: string }).CESIUM_BASE_URL = CESIUM_BASE
  const widget = new CesiumWidget(container, {
    baseLayer: ImageryLayer.fromProviderAsync(bundledRelief(options)),
    terrainProvider: new EllipsoidTerrainProvider(),
    skyBox: false,
    skyAtmosphere: false,
    scene3DOnly: true,
    orderIndependentTranslucency: false,
    requestRenderMode: true,
    maximumRenderTimeChange: Infinity,
    useBrowserRecommendedResolution: false,
    showRenderLoopErrors: false,
    creditContainer: credits,
    contextOptions: {
      requestWebgl1: false,
      webgl: {
        alpha: false,
        antialias: options.smoothEdges ?? true,
        powerPreference: 'high-performance',
      },
    },
  })
  widget.canvas.parentElement!.style.cssText = 'position:absolute;inset:0'
  widget.canvas.style.cssText = 'display:block;width:100%;height:100%;outline:none'
  widget.resolutionScale = options.devicePixelRatio / (window.devicePixelRatio || 1)
  quieten(widget, options)
  return widget
}

/** Only what tells: plain dark ground, steady light, no fog, stars, sun or moon. */
const quieten = ({ scene }: CesiumWidget, options: EngineOptions): void => {
  scene.backgroundColor = Color.fromCssColorString(options.background)
  scene.fog.enabled = false
  scene.highDynamicRange = false
  if (scene.sun) scene.sun.show = false
  if (scene.moon) scene.moon.show = false
  scene.msaaSamples = (options.smoothEdges ?? true) ? 4 : 1
  scene.light = new DirectionalLight({ direction: scene.camera.directionWC, intensity: 0.78 })
  const { globe } = scene
  globe.baseColor = Color.fromCssColorString(options.land)
  globe.showGroundAtmosphere = false
  globe.enableLighting = false
  globe.showWaterEffect = false
  globe.maximumScreenSpaceError = 3
  globe.tileCacheSize = 60
  steer(scene.screenSpaceCameraController, options)
}

/** Left drag moves, right drag turns and tilts, as on the map. */
const steer = (
  controls: CesiumWidget['scene']['screenSpaceCameraController'],
  options: EngineOptions,
): void => {
  controls.zoomEventTypes = [CameraEventType.WHEEL, CameraEventType.PINCH]
  controls.tiltEventTypes = [
    CameraEventType.RIGHT_DRAG,
    CameraEventType.MIDDLE_DRAG,
    CameraEventType.PINCH,
    { eventType: CameraEventType.LEFT_DRAG, modifier: KeyboardEventModifier.CTRL },
  ]
  controls.minimumZoomDistance = 40
  controls.maximumZoomDistance = 4e7
  if (!options.reducedMotion) return
  controls.inertiaSpin = controls.inertiaTranslate = controls.inertiaZoom = 0
}
