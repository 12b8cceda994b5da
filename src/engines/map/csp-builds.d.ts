/** The builds for a strict content security policy have the types of the ordinary ones. */
declare module 'maplibre-gl/dist/maplibre-gl-csp.js' {
  import * as maplibregl from 'maplibre-gl'
  export default maplibregl
}
declare module 'mapbox-gl/dist/mapbox-gl-csp.js' {
  import mapboxgl from 'mapbox-gl'
  export default mapboxgl
}
